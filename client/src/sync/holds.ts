import { assertNever } from '@onetrip/shared/lib/result'
import { backoffMs } from '../api/backoff'
import type { Failure } from '../api/reply'
import { dueAtMs } from './due'

/** What there is to do with the server, the most urgent first: words, then news, then pictures. */
export type Errand = 'push' | 'pull' | 'upload'

/** Why an errand failed: on its way, at the server, or because the tablet's own store is full or gone. */
export type Trouble = Failure | { readonly kind: 'store-failed'; readonly error: unknown }

/**
 * How long failures hold back what failed. Each errand waits for itself, so that one that fails for ever starves no
 * other; only the server's own word to wait holds back all of them. That it has no room for pictures now says nothing of
 * words, which are small; and that somebody has to sign in for news says nothing of what its device has signed.
 */
export type Holds = {
  readonly fail: (errand: Errand, trouble: Trouble, at: { readonly nowMs: number; readonly random: number }) => void
  readonly succeed: (errand: Errand) => void
  /** From when on the errand may be tried, never before `nowMs`; undefined: not before somebody signs in, or asks. */
  readonly freeAtMs: (errand: Errand, nowMs: number) => number | undefined
  /** What went wrong last with the first of these errands that has not gone well since. */
  readonly findTrouble: (errands: readonly Errand[]) => Trouble | undefined
  /** Forgets the waiting, all but for what the server itself asked for. */
  readonly release: () => void
}

/** `notBeforeMs` is undefined where no waiting helps. */
type Hold = {
  readonly trouble: Trouble
  readonly failures: number
  readonly sinceMs: number
  readonly notBeforeMs: number | undefined
}

/** News are asked for without a session, too: another tab may have one by now, and a tablet that was called back hears it. */
const NEWS_WITHOUT_SESSION_MS = 60_000
const isAskedAgain = (errand: Errand, { kind }: Trouble): boolean => errand === 'pull' && kind === 'signed-out'

export function createHolds(): Holds {
  const holds = new Map<Errand | 'server', Hold>()
  const line = { failuresInARow: 0 }

  /** Two in a row, of whatever errand, are the line's fault: with its first success all are free that waited for it. */
  function freeWhatTheLineHeld(): void {
    if (line.failuresInARow > 1)
      for (const [key, { trouble }] of holds) if (trouble.kind === 'unreachable') holds.delete(key)
    line.failuresInARow = 0
  }

  return {
    fail: (errand, trouble, { nowMs, random }) => {
      const isForAll = trouble.kind === 'busy' && errand !== 'upload'
      const key = isForAll ? 'server' : errand
      const failures = holds.get(key)?.failures ?? 0
      const backoff = backoffMs(failures, random)
      const waitMs = isAskedAgain(errand, trouble)
        ? Math.max(NEWS_WITHOUT_SESSION_MS, backoff)
        : waitAfter(trouble, backoff)
      // Whatever the server said before, this is newer.
      holds.delete('server')
      holds.set(key, {
        trouble,
        failures: failures + 1,
        sinceMs: nowMs,
        notBeforeMs: waitMs === undefined ? undefined : nowMs + waitMs,
      })
      if (trouble.kind === 'unreachable') line.failuresInARow += 1
    },
    succeed: (errand) => {
      holds.delete('server')
      holds.delete(errand)
      freeWhatTheLineHeld()
    },
    freeAtMs: (errand, nowMs) => {
      const times = [holds.get('server'), holds.get(errand)].flatMap((hold) => (hold ? [hold.notBeforeMs] : []))
      return times.reduce<number | undefined>(
        (latest, ms) => (latest === undefined || ms === undefined ? undefined : Math.max(latest, dueAtMs(ms, nowMs))),
        nowMs,
      )
    },
    findTrouble: (errands) => {
      const key = (['server', ...errands] as const).find((one) => holds.has(one))
      return key && holds.get(key)?.trouble
    },
    release: () => {
      for (const [key, hold] of holds) {
        const asked = askedByServer(hold)
        if (asked) holds.set(key, asked)
        else holds.delete(key)
      }
      line.failuresInARow = 0
    },
  }
}

/** As long as the server said, and no longer: what our own back-off added to it is forgotten with the rest. */
const askedByServer = (hold: Hold): Hold | undefined =>
  hold.trouble.kind === 'busy'
    ? { ...hold, failures: 0, notBeforeMs: hold.sinceMs + hold.trouble.retryAfterMs }
    : undefined

/** Undefined: no waiting helps; somebody must sign in. */
function waitAfter(trouble: Trouble, backoff: number): number | undefined {
  switch (trouble.kind) {
    case 'unreachable':
    case 'server-failed':
    case 'not-understood':
    case 'not-permitted':
    case 'too-large':
    case 'store-failed':
      return backoff
    case 'busy':
      return Math.max(trouble.retryAfterMs, backoff)
    case 'signed-out':
      return undefined
    default:
      return assertNever(trouble)
  }
}
