import { pagesOf } from '@onetrip/shared/case/content'
import { findApplicant } from '@onetrip/shared/case/party'
import { departmentFeed, stationFeed, type DepartmentId } from '@onetrip/shared/lib/ids'
import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { deliveryStage, type DeliveryStage } from '@onetrip/shared/dispatch/deliveryStage'
import { maskPartyName } from '@onetrip/shared/lib/mask'
import type { DepartmentTaskRow, ScanProgress, StationCaseRow, TaskSummary } from '@onetrip/shared/wire/feedRow'
import type { ItemRef } from '@onetrip/shared/catalogue/serviceItem'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { FeedEntry } from '../../db/feeds'
import { scanProgress } from '../case/wholeness'

/** A case as each feed that may see it shows it: its station, and every department that decides a part of it. */
export function projectCase(file: CaseFile, catalogue: Catalogue): FeedEntry[] {
  const station: FeedEntry = {
    feedId: stationFeed(file.case.stationId),
    entityId: `case:${file.case.caseId}`,
    row: stationRow(file),
  }
  const departments = file.case.content.items.map((ref): FeedEntry => {
    const row = departmentRow(file, ref)
    return {
      feedId: departmentFeed(departmentOf(ref, catalogue)),
      entityId: `task:${file.case.caseId}:${ref.itemCode}`,
      row,
    }
  })
  return [station, ...departments]
}

const departmentOf = (ref: ItemRef, catalogue: Catalogue): DepartmentId => getItem(catalogue, ref).departmentId

function stationRow(file: CaseFile): StationCaseRow {
  const { case: stored } = file
  return {
    kind: 'case',
    caseId: stored.caseId,
    stationId: stored.stationId,
    revision: stored.revision,
    receiptNumber: stored.receiptNumber,
    applicantName: findApplicant(stored.content.parties)?.name ?? '',
    items: stored.content.items,
    ...(stored.content.theme && { themeCode: stored.content.theme.themeCode }),
    capacity: stored.content.capacity,
    collectedAt: stored.collectedAt,
    deliveryMode: stored.content.delivery.mode,
    scans: scanProgress(file),
    pages: pageProgress(file),
    tasks: file.tasks.map(summarise),
    dispatches: file.dispatches.map(({ dispatchId, taskId, state }) => ({ dispatchId, taskId, dispatch: state })),
  }
}

function departmentRow(file: CaseFile, ref: ItemRef): DepartmentTaskRow {
  const { case: stored } = file
  const applicant = findApplicant(stored.content.parties)
  const task = file.tasks.find((one) => one.itemCode === ref.itemCode)
  return {
    kind: 'task',
    caseId: stored.caseId,
    item: ref,
    receiptNumber: stored.receiptNumber,
    stationId: stored.stationId,
    applicantMasked: applicant ? maskPartyName(applicant.kind, applicant.name) : '',
    collectedAt: stored.collectedAt,
    scans: scanProgress(file),
    pages: pageProgress(file),
    ...(task && { task: summarise(task) }),
    ...(task &&
      'reviewerPostId' in task.state &&
      task.state.reviewerPostId && { reviewerPostId: task.state.reviewerPostId }),
    ...(task && hasPaper(task) && { delivery: deliveryOf(file, task) }),
  }
}

/** Pages for people to count; what makes a case whole is `scanProgress`. */
function pageProgress({ case: { content }, scans }: CaseFile): ScanProgress {
  const here = new Set(scans.filter((scan) => scan.arrivedAt !== null).map((scan) => scan.scanId))
  const pages = pagesOf(content)
  return { arrived: pages.filter((page) => here.has(page.scanId)).length, total: pages.length }
}

/** Whether something was decided that has to reach its holder. */
const hasPaper = ({ state }: StoredTask): boolean =>
  state.status === 'issued' || state.status === 'denied' || state.status === 'not-accepted'

/** How far what a task gave is on its way to its holder. */
export const deliveryOf = ({ case: { content }, dispatches }: CaseFile, { taskId }: StoredTask): DeliveryStage =>
  deliveryStage(
    content.delivery.mode,
    dispatches.filter((one) => one.taskId === taskId).map(({ state }) => state),
  )

const summarise = (task: StoredTask): TaskSummary => ({
  taskId: task.taskId,
  item: { itemCode: task.itemCode, version: task.itemVersion },
  departmentId: task.departmentId,
  revision: task.revision,
  state: task.state,
})
