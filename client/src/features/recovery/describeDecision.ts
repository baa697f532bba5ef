import { assertNever } from '@onetrip/shared/lib/result'
import type { DecideRecoveryRefusal } from '@onetrip/shared/wire/recovery'
import type { Decided } from '../../stores/recoveries'
import type { Words } from '../../words/useWords'

/** Why nothing was decided; undefined where it was. */
export function describeDecision(decided: Decided, { t }: Words): string | undefined {
  switch (decided.status) {
    case 'done':
      return undefined
    case 'failed':
      return t('recovery.desk.failed')
    case 'refused':
      return describeRefusal(decided.refusal, t)
    default:
      return assertNever(decided)
  }
}

function describeRefusal(refusal: DecideRecoveryRefusal, t: Words['t']): string {
  switch (refusal) {
    case 'not-waiting':
      return t('recovery.desk.notWaiting')
    case 'own-request':
      return t('recovery.desk.ownRequest')
    case 'not-vouched':
      return t('recovery.desk.notVouched')
    case 'vouched-already':
      return t('recovery.desk.vouchedAlready')
    case 'same-person':
      return t('recovery.desk.samePerson')
    case 'cannot-open':
      return t('recovery.desk.cannotOpen')
    default:
      return assertNever(refusal)
  }
}
