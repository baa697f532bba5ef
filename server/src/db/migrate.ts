import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, Pool } from 'pg'

type Migration = { readonly version: number; readonly name: string; readonly sha256: string; readonly sql: string }
type Applied = Omit<Migration, 'sql'>

/** An arbitrary number, the same in every process, so that two that start at once take turns. */
const MIGRATION_LOCK = 730_001

/**
 * Brings the database up to the newest `NNNN-name.sql` of the folder; each file in its own transaction, with its record.
 * `pool` must connect as the owner of the tables. Throws, changing nothing, when an applied file was changed, renamed
 * or deleted: history is only ever appended to. Answers the names that were applied now.
 */
export async function migrate(pool: Pool, migrationsDir: string): Promise<string[]> {
  const client = await pool.connect()
  try {
    return await applyPending(client, { migrationsDir, applyOne: applyInTransaction })
  } finally {
    // Closing the connection also frees the lock, and the timeout, whatever state a failed file left it in.
    client.release(true)
  }
}

/**
 * The same as part of the transaction that the client is in, for the first `count` files only: a transaction for each
 * file would show a half-restored house. The lock is the connection's, so nobody else migrates until it is closed.
 */
export const migrateWithin = (
  client: ClientBase,
  { migrationsDir, count }: { readonly migrationsDir: string; readonly count?: number },
): Promise<string[]> => applyPending(client, { migrationsDir, count, applyOne: apply })

type Applying = {
  readonly migrationsDir: string
  readonly count?: number | undefined
  readonly applyOne: (client: ClientBase, migration: Migration) => Promise<void>
}

async function applyPending(client: ClientBase, { migrationsDir, count, applyOne }: Applying): Promise<string[]> {
  const files = (await readMigrations(migrationsDir)).slice(0, count)
  // A large table takes as long as it takes, and so does another process that is at it.
  await client.query('set statement_timeout = 0')
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  const applied = await readApplied(client)
  assertSameHistory(files, applied)
  const pending = files.slice(applied.length)
  for (const migration of pending) await applyOne(client, migration)
  return pending.map(({ name }) => name)
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name, index) => readMigration(dir, name, index + 1)))
}

async function readMigration(dir: string, name: string, version: number): Promise<Migration> {
  const expected = String(version).padStart(4, '0')
  if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || !name.startsWith(expected)) {
    throw new Error(`migration ${name}: files are numbered without gap or repeat; ${expected}-….sql comes next`)
  }
  // Git may check text out with other line ends; the SQL is the same.
  const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
  return { version, name, sha256: createHash('sha256').update(sql).digest('hex'), sql }
}

async function readApplied(client: ClientBase): Promise<Applied[]> {
  await client.query(`
    create table if not exists schema_migration (
      version integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`)
  await client.query(`comment on table schema_migration is 'Which files of server/migrations this database has had.'`)
  const { rows } = await client.query<Applied>('select version, name, sha256 from schema_migration order by version')
  return rows
}

function assertSameHistory(files: readonly Migration[], applied: readonly Applied[]): void {
  for (const record of applied) {
    const file = files[record.version - 1]
    if (!file) throw new Error(`migration ${record.name} was applied to this database, but its file is missing`)
    if (file.name !== record.name || file.sha256 !== record.sha256) {
      throw new Error(`migration ${record.name} was applied to this database, but ${file.name} differs from it now`)
    }
  }
}

async function applyInTransaction(client: ClientBase, migration: Migration): Promise<void> {
  await client.query('begin')
  await apply(client, migration)
  // What is checked only now is this file's fault, too.
  await client.query('commit').catch(failOver(migration))
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  const { version, name, sha256, sql } = migration
  try {
    await client.query(sql)
    const record = 'insert into schema_migration (version, name, sha256) values ($1, $2, $3)'
    await client.query(record, [version, name, sha256])
  } catch (cause) {
    failOver(migration)(cause)
  }
}

const failOver =
  ({ name }: Migration) =>
  (cause: unknown): never => {
    throw new Error(`migration ${name} failed and changed nothing`, { cause })
  }
