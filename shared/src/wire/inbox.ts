import * as z from 'zod/mini'
import { FieldValue } from '../catalogue/condition'
import { Capacity, DeliveryChoice, DeliveryMode } from '../case/content'
import { CorrectionPoint } from '../case/correction'
import { Party } from '../case/party'
import { IssuedDocument } from '../case/taskState'
import { WrittenDocument, WrittenPoints } from '../case/written'
import { ItemCode, ServiceItem } from '../catalogue/serviceItem'
import { CaseId, CorrectionId, OpId, ScanId, TaskId } from '../lib/ids'
import { Instant, PlainDate } from '../lib/time'
import { words } from '../lib/words'
import { DepartmentTaskRow, DispatchSummary } from './feedRow'

/** The clock that runs now, as the reviewer sees it: light, due day, working days left. */
export const ShownClock = z.object({
  clock: z.enum(['acceptance', 'decision', 'delivery']),
  dueOn: PlainDate,
  isProvisional: z.boolean(),
  daysLeft: z.int(),
  light: z.enum(['green', 'yellow', 'red']),
  /** While something is asked of the applicant: no day is due, and no light burns. */
  isStopped: z.optional(z.boolean()),
})
export type ShownClock = z.infer<typeof ShownClock>

/** A line of the inbox. `clock` is absent once nothing runs. */
export const InboxLine = z.object({
  row: DepartmentTaskRow,
  itemName: z.string(),
  stationName: z.string(),
  clock: z.optional(ShownClock),
})
export type InboxLine = z.infer<typeof InboxLine>

/**
 * `open`: what the reviewer can act on, and what is still arriving. `waiting`: what others have to do something for.
 * `closed`: the last of what is over.
 */
export const InboxShow = z.enum(['open', 'waiting', 'closed'])
export type InboxShow = z.infer<typeof InboxShow>
export const InboxInput = z.object({ show: InboxShow })
/** The most urgent first: red, yellow, green, then by due day. */
export const InboxAnswer = z.object({ lines: z.array(InboxLine), serverTime: Instant })
export type InboxAnswer = z.infer<typeof InboxAnswer>

export const OpenTaskInput = z.object({ caseId: CaseId, itemCode: ItemCode })

/** One thing that happened, for the timeline. `detail` holds only what this reader may see. */
export const ShownEvent = z.object({
  at: Instant,
  kind: z.string(),
  byRole: z.string(),
  byName: z.optional(z.string()),
  detail: z.record(z.string(), z.unknown()),
})
export type ShownEvent = z.infer<typeof ShownEvent>

export const ShownDocument = z.object({
  documentId: z.uuid(),
  kind: z.enum(['result', 'correction', 'not-accepted', 'denial', 'acceptance']),
  madeAt: Instant,
  /** False while the PDF is still being made. */
  isPrinted: z.boolean(),
})
export type ShownDocument = z.infer<typeof ShownDocument>

/** What stood at the places that were pointed at when the correction was asked for; a place that held nothing is left out. */
export const AskedBefore = z.object({
  fields: z.record(z.string(), FieldValue),
  /** By material. */
  pageCounts: z.record(z.string(), z.int()),
  /** By role. */
  partyNames: z.record(z.string(), z.string()),
})
export type AskedBefore = z.infer<typeof AskedBefore>

/** A task opened: of the case, only what this item needs. */
export const TaskDetail = z.object({
  row: DepartmentTaskRow,
  item: ServiceItem,
  stationName: z.string(),
  capacity: Capacity,
  parties: z.array(Party),
  fields: z.record(z.string(), FieldValue),
  materials: z.array(
    z.object({
      code: z.string(),
      how: z.enum(['scanned', 'owed', 'promised']),
      pages: z.array(z.object({ scanId: ScanId, mediaType: z.string(), sizeBytes: z.int(), hasArrived: z.boolean() })),
    }),
  ),
  deliveryMode: DeliveryMode,
  insisted: z.boolean(),
  /** What was asked for once, kept to be held against what came back. */
  asked: z.optional(
    z.object({
      correctionId: CorrectionId,
      points: z.array(CorrectionPoint),
      askedAt: Instant,
      answeredAt: z.optional(Instant),
      before: z.optional(AskedBefore),
    }),
  ),
  clock: z.optional(ShownClock),
  events: z.array(ShownEvent),
  documents: z.array(ShownDocument),
  dispatches: z.array(DispatchSummary),
  /** Proposed for a result: name, number and day, ready to be changed. */
  proposedResult: IssuedDocument,
})
export type TaskDetail = z.infer<typeof TaskDetail>

export const OpenTaskAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), task: TaskDetail }),
  /** Missing and foreign alike. */
  z.object({ status: z.literal('not-found') }),
])
export type OpenTaskAnswer = z.infer<typeof OpenTaskAnswer>

/** What a reviewer does, once: the screen mints `opId` and asks again with the same one. */
export const DecideInput = z.object({
  opId: OpId,
  caseId: CaseId,
  taskId: TaskId,
  baseRevision: z.int(),
  act: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('accept') }),
    z.object({
      kind: z.literal('require-correction'),
      correctionId: CorrectionId,
      points: WrittenPoints,
    }),
    z.object({ kind: z.literal('refuse-acceptance'), reason: words(2000), whereToGo: words(500) }),
    z.object({ kind: z.literal('approve') }),
    z.object({ kind: z.literal('deny'), reason: words(2000) }),
    z.object({ kind: z.literal('issue'), document: WrittenDocument }),
  ]),
})
export type DecideInput = z.infer<typeof DecideInput>

/** What a dispatcher needs of a parcel; nothing says what is inside. */
export const DispatchLine = z.object({
  summary: DispatchSummary,
  receiptNumber: z.string(),
  recipient: DeliveryChoice,
  requestedAt: Instant,
})
export type DispatchLine = z.infer<typeof DispatchLine>
export const DispatchListAnswer = z.object({ lines: z.array(DispatchLine), serverTime: Instant })
export type DispatchListAnswer = z.infer<typeof DispatchListAnswer>
