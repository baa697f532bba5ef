import type { Pool } from 'pg'
import type { Life } from './life'

type Query = (asked: { readonly text: string } | string) => Promise<unknown>
type Client = { readonly query: Query; readonly on: unknown; readonly off: unknown; readonly release: unknown }

/** The server's process may end before each of its statements, and right after a commit: its answer is then nobody's. */
export function mortalPool(pool: Pool, life: () => Life): Pool {
  const connect = async () => {
    // The four things that `inTransaction` asks of a connection.
    const client = (await pool.connect()) as unknown as Client
    const query: Query = async (asked) => {
      const text = typeof asked === 'string' ? asked : asked.text
      // A connection whose process has ended is rolled back by the database itself.
      if (text === 'rollback') return client.query(asked)
      life().pass('server-crash-at-await', text.slice(0, 24))
      const answer = await client.query(asked)
      if (text === 'commit') life().pass('server-crash-after-commit', text)
      return answer
    }
    return { query, on: client.on, off: client.off, release: client.release }
  }
  return { connect } as unknown as Pool
}
