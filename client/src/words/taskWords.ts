import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { Words } from './useWords'

/** Whether scans are on their way: of a case that is not whole yet, or of the answer to a correction. */
export const isArriving = ({ task }: DepartmentTaskRow): boolean =>
  task === undefined || (task.state.status === 'correction-required' && task.state.answeredAt !== undefined)

/** Where a task stands, as its department says it. */
export function taskStatusWords(row: DepartmentTaskRow, { t }: Words): string {
  const { task, scans, delivery } = row
  if (!task || isArriving(row)) return t('case.arriving', scans)
  const { status } = task.state
  return status === 'issued' && delivery ? t(`case.issuedAnd.${delivery}`) : t(`case.taskStatus.${status}`)
}
