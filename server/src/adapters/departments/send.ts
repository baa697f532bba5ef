import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { DepartmentOutage } from '../../domain/department/gateway'

/** All addresses of a host name, in the order to try them. Rejects when there is none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>

export type PinnedRequest = {
  readonly url: URL
  /** The address to connect to. The name in `url` is used for the certificate and the Host header only. */
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Ends the call, body included. */
  readonly signal: AbortSignal
  readonly maxAnswerBytes: number
}

export type PinnedAnswer = {
  readonly httpStatus: number
  readonly retryAfter: string | undefined
  readonly body: string
}

/** One POST, no redirect followed. Rejects when no whole answer came. */
export type SendPinned = (request: PinnedRequest) => Promise<PinnedAnswer>

/** By the machine's own resolver. */
export const resolveHost: ResolveHost = async (host) => {
  const found = await lookup(host, { all: true })
  return found.map(({ address }) => address)
}

/**
 * `fetch` resolves the name itself, so an address that was checked need not be the one called (DNS rebinding).
 * Here the socket goes to the checked one; no pooled connection can lead elsewhere.
 */
export const sendPinned: SendPinned = (pinned) =>
  new Promise((resolve, reject) => {
    const open = pinned.url.protocol === 'https:' ? requestHttps : requestHttp
    const request = open(pinned.url, {
      method: 'POST',
      agent: false,
      signal: pinned.signal,
      lookup: alwaysTo(pinned.address),
      headers: { ...pinned.headers, 'content-length': pinned.body.byteLength },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      readAnswer(response, pinned.maxAnswerBytes).then(resolve, reject)
    })
    request.end(pinned.body)
  })

function alwaysTo(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4
  return (_host, { all }, callback) => {
    if (all) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<PinnedAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    // Leaving the loop destroys the socket: a flood is not read to its end.
    if (bytes > maxBytes) throw new DepartmentOutage('answer-too-large')
    chunks.push(chunk)
  }
  return {
    httpStatus: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
