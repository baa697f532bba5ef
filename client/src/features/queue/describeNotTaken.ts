import { assertNever } from '@onetrip/shared/lib/result'
import type { NotTaken } from '../../db/lostSteps'
import { REFUSAL_KEYS } from '../../words/problemSentence'
import type { Words } from '../../words/useWords'

/** Why the server did not take a step from its second copy. */
export function describeNotTaken(why: NotTaken, { t }: Words): string {
  switch (why.status) {
    case 'refused':
      return t(REFUSAL_KEYS[why.refusal.kind])
    case 'conflict':
      return t('queue.lost.conflict')
    case 'scan-refused':
      return t('queue.lost.scanRefused')
    case 'unreadable':
      return t('queue.lost.unreadable')
    default:
      return assertNever(why)
  }
}
