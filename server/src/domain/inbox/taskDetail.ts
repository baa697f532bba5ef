import { getItem } from '@onetrip/shared/catalogue/catalogue'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { dateIn } from '@onetrip/shared/lib/time'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'
import type { CaseFile } from '../../db/caseFile'
import { askedBy, type AskedMaterial } from './asked'
import { askedOnce } from './askedOnce'
import type { OpenedTask } from './openTask'
import { proposedResult } from './proposedResult'
import { clockViewOf, shownClock } from './shownClock'
import { concernsTask, toShownEvent } from './shownEvents'
import { stoodBefore } from './stoodBefore'

/** A task as its reviewer sees it: of the case, only what this item needs. Pure. */
export function toTaskDetail(opened: OpenedTask): TaskDetail {
  const { row, file, catalogue, now } = opened
  const { content, insisted, collectedAt } = file.case
  const item = getItem(catalogue, row.item)
  const asked = askedBy(item, content)
  const clock = shownClock({ collectedAt, state: row.task?.state, item }, clockViewOf(catalogue, now))
  const correction = askedOnce(opened.events)
  return {
    row,
    item,
    stationName: catalogue.stations.get(row.stationId)?.name ?? row.stationId,
    capacity: content.capacity,
    parties: [...asked.parties],
    fields: Object.fromEntries(asked.fields.map(({ field, value }) => [field.id, value])),
    materials: asked.materials.map((material) => toShownMaterial(material, file)),
    deliveryMode: content.delivery.mode,
    insisted,
    ...(correction && { asked: withBefore(correction, item, opened) }),
    ...(clock && { clock }),
    ...history(opened, correction?.correctionId),
    proposedResult: proposeFor(opened, item),
  }
}

function withBefore(
  asked: NonNullable<TaskDetail['asked']>,
  item: ServiceItem,
  { askedAbout }: OpenedTask,
): NonNullable<TaskDetail['asked']> {
  return askedAbout ? { ...asked, before: stoodBefore(asked.points, item, askedAbout) } : asked
}

function toShownMaterial({ entry }: AskedMaterial, file: CaseFile): TaskDetail['materials'][number] {
  const here = new Set(file.scans.filter((scan) => scan.arrivedAt !== null).map((scan) => scan.scanId))
  const pages = entry.pages.map((page) => ({ ...page, hasArrived: here.has(page.scanId) }))
  return { code: entry.code, how: entry.how, pages }
}

function history(
  { row, file, events, documents, nameByPost }: OpenedTask,
  correctionId: string | undefined,
): Pick<TaskDetail, 'events' | 'documents' | 'dispatches'> {
  const ownCorrections = correctionId === undefined ? [] : [correctionId]
  return {
    events: events
      .filter((event) => concernsTask(event, ownCorrections))
      .map((event) => toShownEvent(event, nameByPost)),
    documents: documents.map(({ documentId, kind, madeAt, fileSha256 }) => ({
      documentId,
      kind,
      madeAt,
      isPrinted: fileSha256 !== null,
    })),
    dispatches: file.dispatches
      .filter(({ taskId }) => taskId === row.task?.taskId)
      .map(({ dispatchId, taskId, state }) => ({ dispatchId, taskId, dispatch: state })),
  }
}

function proposeFor({ file, catalogue, now }: OpenedTask, item: ServiceItem): TaskDetail['proposedResult'] {
  const department = catalogue.departments.get(item.departmentId)
  if (!department) throw new Error(`department ${item.departmentId} is not in the catalogue`)
  return proposedResult({
    item,
    department,
    receiptNumber: file.case.receiptNumber,
    itemCodes: file.case.content.items.map(({ itemCode }) => itemCode),
    today: dateIn(catalogue.district.timeZone, now),
  })
}
