// The server of the floors, a process of its own as ours is: the same bytes over HTTP, kept as safely, and no rules.
import { randomUUID } from 'node:crypto'
import { mkdir, open, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'

type Answer = { readonly body: string | Buffer; readonly isGzip?: boolean }
type Handler = (request: IncomingMessage, query: URLSearchParams) => Promise<Answer>

const { BENCH_FOLDER: folder = '', DATABASE_OWNER_URL: connectionString } = process.env
const DONE: Answer = { body: '{}' }
const kept: { pulled: Buffer } = { pulled: Buffer.alloc(0) }

await mkdir(folder, { recursive: true })
const pool = connectionString ? new pg.Pool({ connectionString, max: 1 }) : undefined
await pool?.query('create table if not exists bench_row (op_id uuid primary key, body jsonb not null)')

const pathOf = (query: URLSearchParams): string => join(folder, query.get('name') ?? randomUUID())

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/': async () => ({ body: '<!doctype html><title>bench</title>' }),
  /** One row for each operation, one commit for each request. */
  '/rows': async (request) => {
    const rows = (await readWhole(request)).toString('utf8')
    await pool?.query(`insert into bench_row select (row->>'opId')::uuid, row from jsonb_array_elements($1) as row`, [
      rows,
    ])
    return DONE
  },
  '/take': async (request) => {
    await readWhole(request)
    return DONE
  },
  /** A file, written as it comes, on the disk before the answer. */
  '/file': async (request, query) => {
    await append(pathOf(query), 0, request)
    return DONE
  },
  '/offset': async (_request, query) => ({ body: String(await sizeOf(pathOf(query))) }),
  '/resume': async (request, query) => {
    await append(pathOf(query), Number(query.get('offset')), request)
    return DONE
  },
  '/keep': async (request) => {
    kept.pulled = await readWhole(request)
    return DONE
  },
  '/pull': async () => ({ body: kept.pulled, isGzip: true }),
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bare')
  const handler = HANDLERS[pathname]
  if (!handler) return void response.writeHead(404).end()
  handler(request, searchParams)
    .then((answer) => send(response, answer, pathname === '/'))
    .catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  // The one line that whoever started this waits for.
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})

function send(response: ServerResponse, { body, isGzip }: Answer, isPage: boolean): void {
  response.setHeader('content-type', isPage ? 'text/html' : 'application/json')
  if (isGzip) response.setHeader('content-encoding', 'gzip')
  response.end(body)
}

async function readWhole(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

/** What came before a line broke stays. */
async function append(path: string, offset: number, bytes: AsyncIterable<unknown>): Promise<void> {
  const file = await open(path, offset === 0 ? 'w' : 'r+')
  let at = offset
  try {
    for await (const part of bytes) {
      await file.write(part as Buffer, 0, undefined, at)
      at += (part as Buffer).length
    }
  } finally {
    await file.sync()
    await file.close()
  }
}
