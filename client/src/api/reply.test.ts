import { expect, it } from 'vitest'
import { WhoAnswer } from '@onetrip/shared/wire/session'
import { PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { ask } from './reply'
import { createServerClient } from './serverClient'

/** Asks a server that answers every call like this. */
function askServer(
  status: number,
  body: unknown,
  headers: Record<string, string> = { [PROTOCOL_HEADER]: String(PROTOCOL) },
) {
  const client = createServerClient({
    app: 'agent',
    fetch: async () => Response.json(body, { status, headers }),
    origin: 'https://example.test',
  })
  return ask(WhoAnswer, () => client.session.who.query())
}

const refusal = (code: string, httpStatus: number) => ({
  error: { message: code, code: -32_000, data: { code, httpStatus } },
})

it.each([
  ['UNAUTHORIZED', 401, 'signed-out'],
  ['FORBIDDEN', 403, 'not-permitted'],
  ['BAD_REQUEST', 400, 'not-understood'],
  ['NOT_FOUND', 404, 'not-understood'],
  ['UNSUPPORTED_MEDIA_TYPE', 415, 'not-understood'],
  ['INTERNAL_SERVER_ERROR', 500, 'unreachable'],
] as const)('[SYNC-R9] %s of our own server means “%s %s”', async (code, status, kind) => {
  expect(await askServer(status, refusal(code, status))).toEqual({ kind })
})

it('[SYNC-R9] a server that asks to wait says for how long', async () => {
  const headers = { [PROTOCOL_HEADER]: String(PROTOCOL), 'retry-after': '7' }
  expect(await askServer(503, refusal('SERVICE_UNAVAILABLE', 503), headers)).toEqual({
    kind: 'busy',
    retryAfterMs: 7_000,
  })
})

it('[SYNC-R9] an answer without the protocol’s header is nobody’s, whatever it says', async () => {
  expect(await askServer(401, refusal('UNAUTHORIZED', 401), {})).toEqual({ kind: 'unreachable' })
  expect(await askServer(200, { result: { data: { me: null } } }, {})).toEqual({ kind: 'unreachable' })
})

it('reads an answer by its shape', async () => {
  const nobody = { me: null, serverTime: '2026-07-03T01:41:00.000Z' }
  expect(await askServer(200, { result: { data: nobody } })).toEqual({ kind: 'answer', answer: nobody })
  expect(await askServer(200, { result: { data: { somebody: 'else' } } })).toEqual({ kind: 'not-understood' })
})
