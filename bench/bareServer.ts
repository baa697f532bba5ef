import { createServer } from 'node:http'
import pg from 'pg'

export type BareServer = { readonly url: string; readonly close: () => Promise<void> }

/** The floor of a push: the same bytes over HTTP, one row for each operation, one commit for each request; no rules. */
export async function startBareServer(ownerUrl: string): Promise<BareServer> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  await pool.query('create table if not exists bench_row (op_id uuid primary key, body jsonb not null)')
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      pool
        .query(`insert into bench_row select (row->>'opId')::uuid, row from jsonb_array_elements($1) as row`, [
          Buffer.concat(parts).toString('utf8'),
        ])
        .then(() => response.end('{}'))
        .catch(() => response.writeHead(500).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the bare server has no address')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.close()
      await pool.end()
    },
  }
}
