import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import type { Cluster } from './cluster'

/** The program's own role: bound by the grants in the migrations, and by row-level security once there is any. */
const APP_ROLE = 'onetrip_app'
/** Owns the tables and runs the migrations; the running server never has its password. */
const OWNER_ROLE = 'onetrip_owner'
const DATABASE = 'onetrip'

const RIGHTS = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'

/** How each role reaches the cluster. The admin is the superuser: it makes what the others need, at the start. */
export const adminUrl = (cluster: Cluster): string => url(cluster, ['postgres', cluster.passwords.admin, 'postgres'])
export const ownerUrl = (cluster: Cluster): string => url(cluster, [OWNER_ROLE, cluster.passwords.owner, DATABASE])
export const appUrl = (cluster: Cluster): string => url(cluster, [APP_ROLE, cluster.passwords.app, DATABASE])

function url({ port }: Cluster, [role, password, database]: readonly [string, string, string]): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
}

export async function doesAnswer(connectionString: string): Promise<boolean> {
  return withClient(connectionString, () => Promise.resolve(true)).catch(() => false)
}

/** Makes the roles and the database that are missing; what is there is left as it is. */
export async function provision(cluster: Cluster): Promise<void> {
  const { passwords } = cluster
  await withClient(adminUrl(cluster), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select rolname as name from pg_roles union all select datname from pg_database',
    )
    const names = new Set(rows.map(({ name }) => name))
    if (!names.has(OWNER_ROLE)) await createRole(client, OWNER_ROLE, passwords.owner)
    if (!names.has(APP_ROLE)) await createRole(client, APP_ROLE, passwords.app)
    if (!names.has(DATABASE)) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
    await client.query(`revoke all on database ${DATABASE} from public`)
    await client.query(`grant connect on database ${DATABASE} to ${APP_ROLE}`)
  })
}

/** Throws when a cluster that holds people's work would not survive a power cut. */
export async function assertDurable(cluster: Cluster): Promise<void> {
  await withClient(adminUrl(cluster), async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
    )
    const unsafe = rows.filter(({ setting }) => setting !== 'on')
    if (unsafe.length > 0)
      throw new Error(`PostgreSQL runs unsafely: ${unsafe.map(({ name }) => name).join(', ')} is not on`)
  })
}

async function createRole(client: Client, name: string, password: string): Promise<void> {
  await client.query(`create role ${escapeIdentifier(name)} ${RIGHTS} password ${escapeLiteral(password)}`)
}

async function withClient<T>(connectionString: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query that fails for it says so
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
