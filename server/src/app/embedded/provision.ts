import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import type { Cluster } from './cluster'

/** The program's own role: bound by row-level security and by the grants in the migrations. */
export const APP_ROLE = 'onetrip_app'
/** Owns the tables and runs the migrations; the running server never has its password. */
export const OWNER_ROLE = 'onetrip_owner'
export const DATABASE = 'onetrip'

const RIGHTS = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'

/** Makes the roles and the database that are missing; what is there is left as it is. */
export async function provision({ passwords }: Cluster, adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
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
export async function assertDurable(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
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

async function withClient(url: string, fn: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await fn(client)
  } finally {
    await client.end()
  }
}
