import type { NotInForce } from '@onetrip/shared/catalogue/inForce'
import type { Limit } from '@onetrip/shared/lib/limit'
import { assertNever } from '@onetrip/shared/lib/result'
import { joinSentences } from './joinSentences'
import type { Words } from './useWords'

/** Why an item is not taken in, and what to do instead. */
export function notInForceSentence(answer: NotInForce, words: Words): string {
  const { t, formatDate } = words
  switch (answer.kind) {
    case 'unknown':
      return t('problems.item.unknown')
    case 'not-yet':
      return t('problems.item.notYet', { date: formatDate(answer.from) })
    case 'expired':
      return joinSentences(
        [
          t('problems.item.endedOn', { date: formatDate(answer.lastDay) }),
          ...(answer.why ? [answer.why] : []),
          ...(answer.instead ? [t('problems.item.insteadOf', { instead: answer.instead })] : []),
        ],
        words,
      )
    default:
      return assertNever(answer)
  }
}

/** 6 个工作日 */
export function limitWords({ n, unit }: Limit, { t }: Words): string {
  switch (unit) {
    case 'hours':
      return t('problems.limit.hours', { count: n })
    case 'working-days':
      return t('problems.limit.workingDays', { count: n })
    case 'calendar-days':
      return t('problems.limit.calendarDays', { count: n })
    case 'months':
      return t('problems.limit.months', { count: n })
    default:
      return assertNever(unit)
  }
}
