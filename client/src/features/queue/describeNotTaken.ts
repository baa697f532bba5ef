import { assertNever } from '@onetrip/shared/lib/result'
import type { NotTaken } from '../../db/lostSteps'
import { REFUSAL_KEYS } from '../../words/problemSentence'
import type { Words } from '../../words/useWords'

/** Why a lost step has not come to the server from its second copy. */
export function describeNotTaken(why: NotTaken, words: Words): string {
  const { t } = words
  return why.status === 'unreadable'
    ? t('queue.lost.unreadable')
    : t('queue.lost.notTaken', { why: reason(why, words) })
}

function reason(why: Exclude<NotTaken, { status: 'unreadable' }>, { t }: Words): string {
  switch (why.status) {
    case 'refused':
      return t(REFUSAL_KEYS[why.refusal.kind])
    case 'conflict':
      return t('queue.lost.conflict')
    case 'scan-refused':
      return t('queue.lost.scanRefused')
    default:
      return assertNever(why)
  }
}
