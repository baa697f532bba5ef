import * as z from 'zod/mini'
import { Capacity, MaterialEntry, ScanRef } from '../case/content'
import { IdType, PartyRole } from '../case/party'
import { MAX_CORRECTION_POINTS, WrittenDocument } from '../case/written'
import { FieldValue } from '../catalogue/condition'
import { ItemCode } from '../catalogue/serviceItem'
import { CaseId, DepartmentId, DistrictId, StationId, TaskId } from '../lib/ids'
import { Instant, instantFromMs, PlainDate } from '../lib/time'
import { words } from '../lib/words'

/** Largest body of an event, in bytes. Source: docs/spec/department.md [DEPT-R15]. */
export const MAX_EVENT_BYTES = 20_000

/** RFC 3339 with any offset (a department writes +08:00), kept as our UTC instant. */
const Moment = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => instantFromMs(Date.parse(text))),
)

/** Our tasks, as thin as can be: who they are about is only in the file, pulled under a signature and audited. */
const Assignment = z.object({
  districtId: DistrictId,
  departmentId: DepartmentId,
  taskId: TaskId,
  caseId: CaseId,
  itemCode: ItemCode,
  itemVersion: z.int().check(z.minimum(1)),
  receiptNumber: z.string().check(z.minLength(1), z.maxLength(40)),
  receivedAt: Instant,
  dueOn: PlainDate,
})

/**
 * What we tell a department's system: a task is yours, or what you asked for has come in and the file has
 * changed. Later kinds are additive; a department answers 2xx to one that it does not know.
 */
export const TaskAnnouncement = z.object({
  type: z.enum(['task.assigned', 'task.corrected']),
  timestamp: Instant,
  data: Assignment,
})
export type TaskAnnouncement = z.infer<typeof TaskAnnouncement>

/** The department's answer to an announcement: its own number for our task, always the same one for the same task. */
export const TaskRegistration = z.object({ registrationNumber: words(60) })
export type TaskRegistration = z.infer<typeof TaskRegistration>

/** Where a correction points: `ref` is a field's or material's `ref` in the task file. */
export const DepartmentCorrectionPoint = z.object({
  kind: z.enum(['field', 'material']),
  ref: z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/)),
  words: words(1000),
})
export type DepartmentCorrectionPoint = z.infer<typeof DepartmentCorrectionPoint>

const event = <Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), timestamp: Moment, data: z.object({ taskId: TaskId, ...shape }) })

/** What a department's system tells us. `timestamp` is when it happened there, by its own clock. */
export const DepartmentEvent = z.discriminatedUnion('type', [
  event('task.received', {}),
  event('task.accepted', {}),
  /** Everything at once (一次性告知, 行政许可法 art. 32(4)). */
  event('task.correction-required', {
    points: z.array(DepartmentCorrectionPoint).check(z.minLength(1), z.maxLength(MAX_CORRECTION_POINTS)),
  }),
  event('task.not-accepted', { reason: words(2000), whereToGo: words(500) }),
  event('task.approved', {}),
  event('task.denied', { reason: words(2000) }),
  event('task.issued', { document: WrittenDocument }),
])
export type DepartmentEvent = z.infer<typeof DepartmentEvent>
export type DepartmentEventType = DepartmentEvent['type']

/** Why a signed event changed nothing. Asking again with the same event gives the same answer. */
export const DepartmentEventRefusal = z.discriminatedUnion('kind', [
  /** The body does not have the shape that its type asks for; `paths` say where, never what. */
  z.object({ kind: z.literal('malformed'), paths: z.array(z.string()) }),
  /** The step is not open from where the task stands. */
  z.object({ kind: z.literal('wrong-status'), status: z.string() }),
  /** What was missing has been asked for once already. */
  z.object({ kind: z.literal('asked-once') }),
  /** The correction points at something that is not in the task's file. */
  z.object({ kind: z.literal('point-unknown'), refs: z.array(z.string()) }),
])
export type DepartmentEventRefusal = z.infer<typeof DepartmentEventRefusal>

/**
 * Our answer to a signed event. `parked`: kept, not yet applied — early, of a type not known to us, or about a
 * task that is not this department's (missing and foreign answer alike).
 */
export const DepartmentEventAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied') }),
  z.object({ status: z.literal('parked') }),
  z.object({ status: z.literal('refused'), refusal: DepartmentEventRefusal }),
])
export type DepartmentEventAnswer = z.infer<typeof DepartmentEventAnswer>

/** Who stands in the file. A contact serves the delivery and the station's calls, so never leaves the house. */
const TaskFileParty = z.object({
  role: PartyRole.check(z.refine((role) => role !== 'contact')),
  kind: z.enum(['person', 'legal-person']),
  name: z.string(),
  idType: IdType,
  idNumber: z.string(),
  identityCheck: z.enum(['seen-not-stored', 'scanned', 'not-checked']),
})

/** One answer of the item's form: as it is kept, and in the words that a person reads (an option's label, 是). */
const TaskFileField = z.object({ ref: z.string(), label: z.string(), value: FieldValue, words: z.string() })

const TaskFileMaterial = z.object({
  ref: z.string(),
  name: z.string(),
  how: MaterialEntry.def.shape.how,
  /** Pages in order. A page's id is the SHA-256 of its bytes. */
  scans: z.array(ScanRef),
})

/**
 * The file set of one task: what this department needs to decide it, and nothing of the case's other tasks,
 * of delivery, of contacts or of the second fact. Source: docs/spec/department.md [DEPT-R12].
 */
export const DepartmentTaskFile = z.object({
  ...Assignment.def.shape,
  itemName: z.string(),
  capacity: Capacity,
  station: z.object({ stationId: StationId, name: z.string() }),
  collectedAt: Instant,
  parties: z.array(TaskFileParty).check(z.minLength(1)),
  fields: z.array(TaskFileField),
  materials: z.array(TaskFileMaterial),
})
export type DepartmentTaskFile = z.infer<typeof DepartmentTaskFile>

/** What a signed body turned out to be. Only `event` can be applied; the other two are kept raw. */
export type DepartmentEventReading =
  | { readonly kind: 'event'; readonly event: DepartmentEvent }
  | { readonly kind: 'unknown-type'; readonly type: string }
  | { readonly kind: 'malformed'; readonly paths: readonly string[] }

const KNOWN_TYPES: readonly string[] = DepartmentEvent.def.options.flatMap((option) => option.def.shape.type.def.values)

const Envelope = z.object({ type: z.string().check(z.regex(/^[a-z][a-z.-]{0,63}$/)) })

/** Reads the text of a signed body. Never throws; unknown properties are ignored, so that they may be added. */
export function readDepartmentEvent(text: string): DepartmentEventReading {
  const json = parseJson(text)
  const envelope = Envelope.safeParse(json)
  if (!envelope.success) return malformed(envelope.error)
  if (!KNOWN_TYPES.includes(envelope.data.type)) return { kind: 'unknown-type', type: envelope.data.type }
  const event = DepartmentEvent.safeParse(json)
  return event.success ? { kind: 'event', event: event.data } : malformed(event.error)
}

/** Undefined for a text that is no JSON: no schema here takes it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const malformed = (error: z.core.$ZodError): DepartmentEventReading => ({
  kind: 'malformed',
  paths: [...new Set(error.issues.map((issue) => issue.path.join('.')))],
})
