import { assertNever } from '@onetrip/shared/lib/result'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { useSyncStore } from '../../stores/sync'
import type { Words } from '../../words/useWords'

type Report = ReturnType<typeof useSyncStore>['report']

/** Why what waits is still waiting, in one sentence. */
export function describeWait(report: Report, { isTooOld }: { readonly isTooOld: boolean }, words: Words): string {
  const { t } = words
  if (isTooOld) return t('queue.why.tooOld')
  switch (report.kind) {
    case 'working':
      return t('queue.why.working')
    case 'resting':
      return t('queue.why.resting')
    case 'store-failed':
      return t('queue.why.storeFailed')
    case 'failing':
      return describeFailure(report, words)
    default:
      return assertNever(report)
  }
}

function describeFailure({ failure, untilMs }: Extract<Report, { kind: 'failing' }>, words: Words): string {
  const { t, formatTime } = words
  switch (failure.kind) {
    case 'unreachable':
      return t('queue.why.offline')
    case 'signed-out':
      return t('queue.why.signedOut')
    case 'not-understood':
      return t('queue.why.tooOld')
    case 'not-permitted':
      return t('queue.why.notPermitted')
    case 'busy':
      return untilMs === undefined
        ? t('queue.why.busySoon')
        : t('queue.why.busy', { time: formatTime(instantFromMs(untilMs)) })
    default:
      return assertNever(failure)
  }
}
