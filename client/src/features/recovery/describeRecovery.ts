import { assertNever } from '@onetrip/shared/lib/result'
import { MAX_RECOVERIES_A_DAY } from '@onetrip/shared/wire/recovery'
import type { Words } from '../../words/useWords'
import type { RecoveryState } from './recoveryState'

/** What went wrong on the way back, and what to do now; undefined while nothing did. */
export function describeRecovery(
  state: RecoveryState,
  { t, formatDateTime }: Words,
): { readonly title: string; readonly text: string } | undefined {
  switch (state.kind) {
    case 'idle':
    case 'pending':
    case 'waiting':
    case 'allowed':
      return undefined
    case 'refused':
      return { title: t('recovery.refused.title'), text: t('recovery.refused.text', { reason: state.reason }) }
    case 'ended':
      return { title: t('recovery.ended.title'), text: t('recovery.ended.text') }
    case 'impossible':
      return { title: t('recovery.impossible.title'), text: t('recovery.impossible.text') }
    case 'too-often': {
      const facts = { count: MAX_RECOVERIES_A_DAY, time: formatDateTime(state.againAt) }
      return { title: t('recovery.tooOften.title'), text: t('recovery.tooOften.text', facts) }
    }
    case 'unreadable':
      return { title: t('recovery.unreadable.title'), text: t('recovery.unreadable.text') }
    case 'unreachable':
      return { title: t('recovery.unreachable.title'), text: t('recovery.unreachable.text') }
    case 'signed-out':
      return { title: t('recovery.signedOut.title'), text: t('recovery.signedOut.text') }
    case 'failed':
      return { title: t('unlock.storeClosed.title'), text: t('unlock.storeClosed.text') }
    default:
      return assertNever(state)
  }
}
