import type { ShownClock } from '@onetrip/shared/wire/inbox'
import type { Words } from './useWords'

/** How much time is left, in working days: 还剩 3 个工作日 · 今天到期 · 超期 1 个工作日 · 时限暂停，剩 5 个工作日. */
export function describeDue({ daysLeft, isStopped }: Pick<ShownClock, 'daysLeft' | 'isStopped'>, { t }: Words): string {
  if (isStopped)
    return daysLeft >= 0
      ? t('case.due.stopped', { count: daysLeft })
      : t('case.due.stoppedOverdue', { count: -daysLeft })
  if (daysLeft > 0) return t('case.due.left', { count: daysLeft })
  return daysLeft === 0 ? t('case.due.today') : t('case.due.overdue', { count: -daysLeft })
}
