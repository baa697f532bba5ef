import { randomUUID } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import type { Pool } from 'pg'
import { inject } from 'vitest'
import { createPool } from '../src/db/pool'

export type TestDatabase = AsyncDisposable & {
  /** Connects as the program does: bound by its grants. */
  readonly pool: Pool
  /** Connects as the owner of the tables: for what a test must plant or look at behind the program's back. */
  readonly ownerPool: Pool
  /** For processes and further pools that speak for the program. */
  readonly url: string
}

/** A database of its own, copied from the migrated one; it goes away with the test's scope (`await using`). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, ownerUrl, appUrl } = inject('testPostgres')
  const name = `test_${randomUUID()}`
  await runAsAdmin(adminUrl, `create database ${escapeIdentifier(name)} template onetrip owner onetrip_owner`)

  const url = withDatabase(appUrl, name)
  const pool = createPool(url, { max: 8 })
  const ownerPool = createPool(withDatabase(ownerUrl, name), { max: 2 })
  return {
    pool,
    ownerPool,
    url,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([pool.end(), ownerPool.end()])
      // By force: a test may have broken a connection on purpose, and the server notices late.
      await runAsAdmin(adminUrl, `drop database ${escapeIdentifier(name)} with (force)`)
    },
  }
}

async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
