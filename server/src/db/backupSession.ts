import { Client } from 'pg'

/** What a role or a server may have set otherwise. A value's text must not depend on it, and nobody may be filtered out. */
const SETTINGS = `
  set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = 0;
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set row_security = off`

/**
 * One connection of the owner's, for as long as a whole database takes. Not of a pool: those are pipelined, and COPY
 * needs the connection for itself.
 */
export async function withSession<T>(ownerUrl: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl, keepAlive: true, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query that fails for it says so
  await client.connect()
  try {
    await client.query(SETTINGS)
    const result = await fn(client)
    await client.end()
    return result
  } catch (error) {
    // Not waited for: where a COPY was cut, the server may never come to read the farewell.
    client.end().catch(() => undefined)
    throw error
  }
}

/** Everything that `fn` reads is of one moment, however long it takes, and whoever writes meanwhile does not wait. */
export async function inSnapshot<T>(client: Client, fn: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only')
  const result = await fn()
  await client.query('commit')
  return result
}

/** All that `fn` does stands at once, or nothing of it. */
export async function inOneStep<T>(client: Client, fn: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await fn()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
