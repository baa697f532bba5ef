import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

const MAX_BODY_BYTES = 64 * 1024

const CSP = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export type Reply =
  | { readonly kind: 'json'; readonly httpStatus: number; readonly json: unknown; readonly retryAfterSeconds?: number }
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'file'; readonly mediaType: string; readonly path: string }
  | { readonly kind: 'see'; readonly path: string }
  /** The line breaks. */
  | { readonly kind: 'drop' }

export const json = (httpStatus: number, value: unknown): Reply => ({ kind: 'json', httpStatus, json: value })

export function sendReply(reply: Reply, response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-security-policy', reply.kind === 'file' ? 'sandbox' : CSP)
  switch (reply.kind) {
    case 'json':
      if (reply.retryAfterSeconds !== undefined) response.setHeader('retry-after', reply.retryAfterSeconds)
      response.writeHead(reply.httpStatus, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(reply.json))
      break
    case 'text':
      response.writeHead(200, { 'content-type': `${reply.mediaType}; charset=utf-8` }).end(reply.text)
      break
    case 'file':
      createReadStream(reply.path)
        .once('error', () => response.destroy())
        .pipe(response.writeHead(200, { 'content-type': reply.mediaType }))
      break
    case 'see':
      response.writeHead(303, { location: reply.path }).end()
      break
    case 'drop':
      response.destroy()
      break
  }
}

/** Undefined when it is longer than anything OneTrip sends. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks)
}

/** The properties of a JSON body; none when it is no object. */
export async function readControl(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const body = (await readBody(request))?.toString('utf8') ?? ''
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
