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
  ['TIMEOUT', 408, 'unreachable'],
  ['CONFLICT', 409, 'not-understood'],
  ['PAYLOAD_TOO_LARGE', 413, 'too-large'],
  ['TOO_EARLY', 425, 'unreachable'],
  ['NOT_FOUND', 404, 'not-understood'],
  ['UNSUPPORTED_MEDIA_TYPE', 415, 'not-understood'],
  ['INTERNAL_SERVER_ERROR', 500, 'server-failed'],
] as const)('[SYNC-R9] %s of our own server means “%s %s”', async (code, status, kind) => {
  expect(await askServer(status, refusal(code, status))).toEqual({ kind })
})

const DATE = 'Fri, 03 Jul 2026 01:41:00 GMT'

it.each([
  ['7', DATE, 7_000],
  ['0', DATE, 0],
  ['Fri, 03 Jul 2026 01:43:00 GMT', DATE, 120_000],
  ['Friday, 03-Jul-26 01:43:00 GMT', DATE, 120_000],
  ['Fri, 03 Jul 2026 01:40:00 GMT', DATE, 0],
  // As long as a day's work is not lost: a server's word counts for a quarter of an hour.
  ['86400', DATE, 900_000],
  ['Mon, 03 Jul 2028 01:43:00 GMT', DATE, 900_000],
  // A date says nothing without the server's own time, and nonsense never does.
  ['Fri, 03 Jul 2026 01:43:00 GMT', undefined, 5_000],
  ['Fri Jul  3 01:43:00 2026', DATE, 5_000],
  ['-7', DATE, 5_000],
  ['1e9', DATE, 5_000],
  ['soon', DATE, 5_000],
  [undefined, DATE, 5_000],
] as const)('[SYNC-R14] “Retry-After: %s”, said at %s, asks to wait %s ms', async (retryAfter, date, retryAfterMs) => {
  const headers = {
    [PROTOCOL_HEADER]: String(PROTOCOL),
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(date !== undefined && { date }),
  }
  const busy = { kind: 'busy', retryAfterMs }
  expect(await askServer(503, refusal('SERVICE_UNAVAILABLE', 503), headers)).toEqual(busy)
  expect(await askServer(429, refusal('TOO_MANY_REQUESTS', 429), headers)).toEqual(busy)
})

it('[SYNC-R9] an answer without the protocol’s header is nobody’s, whatever it says', async () => {
  expect(await askServer(401, refusal('UNAUTHORIZED', 401), {})).toEqual({ kind: 'unreachable' })
  expect(await askServer(200, { result: { data: { me: null } } }, {})).toEqual({ kind: 'unreachable' })
  expect(await askServer(503, '<h1>Log in</h1>', { 'retry-after': '900' })).toEqual({ kind: 'unreachable' })
  expect(await askServer(302, '', { location: 'https://portal.test/' })).toEqual({ kind: 'unreachable' })
})

it('reads an answer by its shape', async () => {
  const nobody = { me: null, serverTime: '2026-07-03T01:41:00.000Z' }
  expect(await askServer(200, { result: { data: nobody } })).toEqual({ kind: 'answer', answer: nobody })
  expect(await askServer(200, { result: { data: { somebody: 'else' } } })).toEqual({ kind: 'not-understood' })
})
