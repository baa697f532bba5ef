import type { ShownClock } from '@onetrip/shared/wire/inbox'
import type { Words } from './useWords'

/** How much time is left, in working days: 还剩 3 个工作日 · 今天到期 · 超期 1 个工作日. */
export function describeDue({ daysLeft }: Pick<ShownClock, 'daysLeft'>, { t }: Words): string {
  if (daysLeft > 0) return t('case.due.left', { count: daysLeft })
  return daysLeft === 0 ? t('case.due.today') : t('case.due.overdue', { count: -daysLeft })
}
