import { deliveryStage } from '@onetrip/shared/dispatch/deliveryStage'
import { shownPages, type DepartmentTaskRow, type StationCaseRow, type TaskSummary } from '@onetrip/shared/wire/feedRow'
import { TASK_STATUS_KEYS } from './statusKeys'
import type { Words } from './useWords'

/** Whether scans are on their way: of a case that is not whole yet, or of the answer to a correction. */
export const isArriving = ({ task }: DepartmentTaskRow): boolean =>
  task === undefined || (task.state.status === 'correction-required' && task.state.answeredAt !== undefined)

/** Where a task stands, as its department says it. */
export function taskStatusWords(row: DepartmentTaskRow, words: Words): string {
  const { task, delivery } = row
  if (!task || isArriving(row)) return arrivingWords(row, words)
  const { status } = task.state
  return status === 'issued' && delivery ? words.t(`case.issuedAnd.${delivery}`) : words.t(`case.taskStatus.${status}`)
}

function arrivingWords(row: DepartmentTaskRow, { t }: Words): string {
  const pages = shownPages(row)
  return pages.arrived < pages.total ? t('case.arriving', pages) : t('case.arrivingSignature')
}

/** Where a task stands, as the station says it. How a result goes out is told only where the row tells it. */
export function stationTaskWords(
  { deliveryMode, dispatches }: StationCaseRow,
  { taskId, state: { status } }: TaskSummary,
  { t }: Words,
): string {
  if (status !== 'issued' || !deliveryMode) return t(TASK_STATUS_KEYS[status])
  const own = dispatches.filter((one) => one.taskId === taskId).map(({ dispatch }) => dispatch)
  return t(`case.issuedAnd.${deliveryStage(deliveryMode, own)}`)
}
