import { assertNever } from '@onetrip/shared/lib/result'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { useSyncStore } from '../../stores/sync'
import type { Words } from '../../words/useWords'

type Report = ReturnType<typeof useSyncStore>['report']

type WaitFacts = {
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
export function describeWait(
  report: Report,
  { isTooOld, isOnline, isWaiting, isPaused, isMoving }: WaitFacts,
  words: Words,
): string {
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
    case 'failing':
      return describeFailure(report, isOnline, words)
    default:
      return assertNever(report)
  }
}

type Failing = Extract<Report, { kind: 'failing' }>

function describeFailure({ failure, untilMs }: Failing, isOnline: boolean, words: Words): string {
  const { t, formatTime } = words
  switch (failure.kind) {
    case 'unreachable':
      return t(isOnline ? 'queue.why.unreachable' : 'queue.why.offline')
    case 'server-failed':
      return t('queue.why.serverFailed')
    case 'signed-out':
      return t('queue.why.signedOut')
    case 'not-understood':
      return t('queue.why.tooOld')
    case 'not-permitted':
    case 'too-large':
      return t('queue.why.notPermitted')
    case 'busy':
      return untilMs === undefined
        ? t('queue.why.busySoon')
        : t('queue.why.busy', { time: formatTime(instantFromMs(untilMs)) })
    default:
      return assertNever(failure)
  }
}
