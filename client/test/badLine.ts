import type { UploadId } from '@onetrip/shared/lib/ids'
import { PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { LONGEST_RETRY_MS } from '../src/api/reply'
import { DEFAULT_RETRY_MS, type Fetch } from '../src/api/serverAnswer'
import { MIN_PIECE_BYTES } from '../src/sync/pieceSize'
import { readCall, type ModelCall, type ModelServer } from './modelServer'

/** Everything that may come back for a request. */
export const ANSWERS = [
  'right',
  'slow',
  'wrong-shape',
  'truncated',
  'no-header',
  'portal-page',
  'login-redirect',
  '401',
  '403',
  '404',
  '408',
  '409',
  '413',
  '425',
  '429',
  '429-seconds',
  '500',
  '502',
  '503-seconds',
  '503-date',
  'never-sent',
  'reset-after-commit',
  'cut',
  'stale',
  'mismatch',
  'not-awaited',
] as const
export type AnswerKind = (typeof ANSWERS)[number]

/** What becomes of one request; which of the details count depends on the kind. */
export type Drawn = {
  readonly kind: AnswerKind
  /** Whether the server took the request, where its answer does not say so. */
  readonly isTaken: boolean
  /** In [0, 1): of a piece that is cut, or of a scan where a stale answer says that it stands. */
  readonly share: number
  readonly seconds: number
  /** Somebody presses *Sync now* in the pause after it. */
  readonly isPressed: boolean
}

export type BadLine = {
  readonly fetch: Fetch
  /** Rules that were broken by a request, each by its letter in the model test. */
  readonly broken: string[]
  readonly requests: { count: number; lastAtMs: number }
  readonly bytes: { sent: number; excused: number }
  /** Kinds that struck a piece. */
  readonly struck: ReadonlySet<AnswerKind>
  readonly isHealed: () => boolean
  /** Somebody was asked to sign in, and comes after a while. */
  readonly isSignInDue: () => boolean
  readonly signIn: () => void
  /** Whether somebody presses *Sync now*, once for each time that they were drawn to. */
  readonly takePress: () => boolean
}

type LineParts = {
  readonly server: ModelServer
  readonly clock: { nowMs: number }
  readonly bytesPerSecond: number
  readonly answers: readonly Drawn[]
  readonly onRequest: () => void
}

const LATENCY_MS = 40
/** Until somebody signs in who was asked to. */
const SIGN_IN_MS = 90_000
const NEWS_AGAIN_MS = 60_000
const RIGHT: Drawn = { kind: 'right', isTaken: true, share: 0, seconds: 0, isPressed: false }

/** A line that answers as it was drawn, then rightly for ever; it notes what a well-behaved tablet would not have asked. */
export function createBadLine({ server, clock, bytesPerSecond, answers, onRequest }: LineParts): BadLine {
  const left = [...answers]
  const broken: string[] = []
  const requests = { count: 0, lastAtMs: clock.nowMs }
  const bytes = { sent: 0, excused: 0 }
  const struck = new Set<AnswerKind>()
  const misled = new Set<UploadId>()
  /** What was refused for want of a session, and when. */
  const refusedAtMs = new Map<Errand, number>()
  const state = {
    inFlight: 0,
    notBeforeMs: 0,
    picturesNotBeforeMs: 0,
    mostBytes: Infinity,
    signInDueMs: Infinity,
    isPressed: false,
  }

  function observe(call: ModelCall): void {
    const piece = call.name === 'append' ? call.body.length : 0
    if (state.inFlight > 0) broken.push(`(e) ${call.name} while another is under way`)
    if (piece > state.mostBytes) broken.push(`(f) ${piece} bytes after a 413, not ${state.mostBytes}`)
    // What it says of pictures holds back pictures alone.
    const notBeforeMs = isOfPictures(call) ? Math.max(state.notBeforeMs, state.picturesNotBeforeMs) : state.notBeforeMs
    if (clock.nowMs < notBeforeMs) broken.push(`(g) ${call.name} ${notBeforeMs - clock.nowMs} ms too early`)
    const refusedMs = refusedAtMs.get(errandOf(call))
    // News are asked for again: somebody may have signed in elsewhere.
    const isNewsAgain = call.name === 'pull' && refusedMs !== undefined && clock.nowMs - refusedMs >= NEWS_AGAIN_MS
    if (refusedMs !== undefined && !isNewsAgain) broken.push(`(g) ${call.name} before somebody signed in`)
    bytes.sent += piece
  }

  /** What the server had of it, and what it would say; a piece whose bytes it lacks is excused where it was disturbed. */
  function take(call: ModelCall, drawn: Drawn): unknown {
    const { answer, grewBy } = server.take(call, shareTaken(drawn))
    if (call.name !== 'append') return answer
    struck.add(drawn.kind)
    const isDisturbed = drawn.kind !== 'right' && drawn.kind !== 'slow'
    // The part of a refused piece that was kept goes again within a smaller one.
    if (drawn.kind === '413') bytes.excused += call.body.length
    else if (isDisturbed || misled.has(call.uploadId)) bytes.excused += call.body.length - grewBy
    return answer
  }

  function standWrongly(call: ModelCall, { kind, share }: Drawn, answer: unknown): unknown {
    if (call.name !== 'append' && call.name !== 'offer') return answer
    const uploadId = call.name === 'offer' ? call.offer.uploadId : call.uploadId
    // A piece that was too large goes again from the same byte on; after everything else the tablet knows better.
    if (kind !== '413') misled.delete(uploadId)
    switch (kind) {
      case 'stale': {
        const offset = Math.floor(share * server.sizeOf(uploadId))
        // An answer to a piece that knows nothing of that piece deceives nobody.
        if (call.name === 'offer' || offset > call.offset) misled.add(uploadId)
        return server.saying({ status: 'continue', offset })
      }
      case 'mismatch':
        bytes.excused += server.forget(uploadId)
        return server.saying({ status: 'mismatch' })
      case 'not-awaited':
        return server.saying({ status: 'not-awaited' })
      default:
        return answer
    }
  }

  function remember(call: ModelCall, { kind, seconds }: Drawn): void {
    const waitMs = kind === '429' ? DEFAULT_RETRY_MS : Math.min(seconds * 1000, LONGEST_RETRY_MS)
    const isBusy = /^429|^503/.test(kind)
    if (isBusy && isOfPictures(call)) state.picturesNotBeforeMs = clock.nowMs + waitMs
    else if (isBusy) state.notBeforeMs = clock.nowMs + waitMs
    if (kind === '401') {
      refusedAtMs.set(errandOf(call), clock.nowMs)
      state.signInDueMs = Math.min(state.signInDueMs, clock.nowMs + SIGN_IN_MS)
    } else refusedAtMs.delete(errandOf(call))
    if (call.name !== 'append') return
    if (kind === '413')
      state.mostBytes = Math.min(state.mostBytes, Math.max(MIN_PIECE_BYTES, Math.floor(call.body.length / 2)))
    if (kind === 'right' || kind === 'slow') state.mostBytes = Infinity
  }

  async function answerTo(call: ModelCall, drawn: Drawn): Promise<Response> {
    const piece = call.name === 'append' ? call.body.length : 0
    clock.nowMs += LATENCY_MS + Math.ceil((1000 * piece) / bytesPerSecond)
    if (drawn.kind === 'slow') clock.nowMs += 1000 * Math.min(drawn.seconds, 55)
    // Whoever asks twice at once is to be seen doing it.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    const answer = standWrongly(call, drawn, take(call, drawn))
    remember(call, drawn)
    return respond(answer, drawn, clock.nowMs)
  }

  return {
    fetch: async (url, init = {}) => {
      const call = readCall(new URL(url as string), init)
      requests.count += 1
      requests.lastAtMs = clock.nowMs
      onRequest()
      observe(call)
      const drawn = left.shift() ?? RIGHT
      state.isPressed = drawn.isPressed
      state.inFlight += 1
      try {
        return await answerTo(call, drawn)
      } finally {
        state.inFlight -= 1
      }
    },
    broken,
    requests,
    bytes,
    struck,
    isHealed: () => left.length === 0,
    isSignInDue: () => clock.nowMs >= state.signInDueMs,
    signIn: () => {
      state.signInDueMs = Infinity
      refusedAtMs.clear()
    },
    takePress: () => {
      const { isPressed } = state
      state.isPressed = false
      return isPressed
    },
  }
}

type Errand = 'words' | 'news' | 'pictures'
function errandOf(call: ModelCall): Errand {
  if (isOfPictures(call)) return 'pictures'
  return call.name === 'pull' ? 'news' : 'words'
}

const isOfPictures = ({ name }: ModelCall): boolean => name === 'offer' || name === 'append'

/** Which share of a request's body the server reads; 0 keeps nothing, and of words or an offer nothing is known then. */
function shareTaken({ kind, isTaken, share }: Drawn): number {
  switch (kind) {
    case 'right':
    case 'slow':
    case 'reset-after-commit':
    case 'stale':
      return 1
    case 'cut':
    case '408':
    case '413':
      return share
    case 'wrong-shape':
    case 'truncated':
    case 'no-header':
    case 'portal-page':
    case 'login-redirect':
    case '500':
    case '502':
      return isTaken ? 1 : 0
    default:
      return 0
  }
}

const OURS = { [PROTOCOL_HEADER]: String(PROTOCOL) }
const PORTAL = '<!doctype html><title>Wi-Fi</title><form action="/login"></form>'
const page = (status: number): Response => new Response(PORTAL, { status, headers: { 'content-type': 'text/html' } })

const refuse = (httpStatus: number, headers: Record<string, string> = {}): Response => {
  const error = { message: 'refused', code: -32_000, data: { code: 'REFUSED', httpStatus } }
  return Response.json({ error }, { status: httpStatus, headers: { ...OURS, ...headers } })
}

const httpDate = (ms: number): string => new Date(ms).toUTCString()

/** What comes back over the line. */
function respond(answer: unknown, { kind, seconds }: Drawn, nowMs: number): Response {
  const right = JSON.stringify({ result: { data: answer } })
  switch (kind) {
    case 'right':
    case 'slow':
    case 'stale':
    case 'mismatch':
    case 'not-awaited':
      return new Response(right, { headers: OURS })
    case 'wrong-shape':
      return Response.json({ result: { data: { welcome: true } } }, { headers: OURS })
    case 'truncated':
      return new Response(right.slice(0, -9), { headers: OURS })
    case 'no-header':
      return new Response(right)
    case 'portal-page':
      return page(200)
    case '502':
      return page(502)
    case '429-seconds':
      return refuse(429, { 'retry-after': String(seconds) })
    case '503-seconds':
      return refuse(503, { 'retry-after': String(seconds) })
    case '503-date':
      return refuse(503, { 'retry-after': httpDate(nowMs + seconds * 1000), date: httpDate(nowMs) })
    case 'login-redirect':
    case 'never-sent':
    case 'reset-after-commit':
    case 'cut':
      // A browser that may not follow a redirect says no more of it than of a broken line.
      throw new TypeError('Failed to fetch')
    default:
      return refuse(Number(kind))
  }
}
