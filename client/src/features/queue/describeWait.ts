import { assertNever } from '@onetrip/shared/lib/result'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { useSyncStore } from '../../stores/sync'
import type { Words } from '../../words/useWords'

type Report = ReturnType<typeof useSyncStore>['report']

/** A try that comes so soon is not announced: its time has passed before somebody has read it. */
const SOON_MS = 2_000

type WaitFacts = {
  readonly nowMs: number
  readonly isTooOld: boolean
  /** What the browser believes of its network. */
  readonly isOnline: boolean
  readonly isWaiting: boolean
  /** Only scans are left, and they wait for a line that costs nothing. */
  readonly isPaused?: boolean
  /** Bytes leave. Until then nobody says so, whatever the engine is doing. */
  readonly isMoving: boolean
}

/** Why what waits is still waiting, in one sentence; empty where there is nothing to say. */
export function describeWait(report: Report, facts: WaitFacts, words: Words): string {
  const { isTooOld, isWaiting, isPaused, isMoving } = facts
  const { t } = words
  if (isTooOld) return t('queue.why.tooOld')
  switch (report.kind) {
    case 'working':
      if (isPaused) return t('queue.why.paused')
      return t(isMoving || !isWaiting ? 'queue.why.working' : 'queue.why.waiting')
    case 'resting':
      if (isPaused) return t('queue.why.paused')
      return isWaiting ? t('queue.why.resting') : ''
    case 'store-failed':
      return t('queue.why.storeFailed')
    case 'newer-store':
      return t('queue.why.newerStore')
    case 'other-tab-silent':
      return t('queue.why.otherTab')
    case 'failing':
      return describeFailure(report, facts, words)
    default:
      return assertNever(report)
  }
}

type Failing = Extract<Report, { kind: 'failing' }>

function describeFailure(
  { failure, untilMs }: Failing,
  { isOnline, isWaiting, nowMs }: WaitFacts,
  words: Words,
): string {
  const { t, formatTime } = words
  const isLater = untilMs !== undefined && untilMs - nowMs > SOON_MS
  const until = isLater ? { time: formatTime(instantFromMs(untilMs)) } : undefined
  switch (failure.kind) {
    case 'unreachable':
      if (!isOnline) return t('queue.why.offline')
      return until ? t('queue.why.unreachableUntil', until) : t('queue.why.unreachable')
    case 'server-failed':
      return until ? t('queue.why.serverFailedUntil', until) : t('queue.why.serverFailed')
    case 'signed-out':
      return t(isWaiting ? 'queue.why.signedOut' : 'queue.why.signedOutNews')
    case 'not-understood':
      return t('queue.why.tooOld')
    case 'not-permitted':
    case 'too-large':
      return t('queue.why.notPermitted')
    case 'busy':
      return until ? t('queue.why.busy', until) : t('queue.why.busySoon')
    default:
      return assertNever(failure)
  }
}
