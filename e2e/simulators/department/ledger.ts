import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The file set as OneTrip hands it out: the parts that this department looks at. */
export type TaskFile = {
  readonly itemName: string
  readonly station: { readonly name: string }
  readonly parties: readonly { readonly role: string; readonly name: string; readonly idNumber: string }[]
  readonly fields: readonly { readonly ref: string; readonly label: string; readonly words: string }[]
  readonly materials: readonly { readonly ref: string; readonly name: string; readonly scans: readonly ScanPage[] }[]
}
export type ScanPage = { readonly scanId: string; readonly sizeBytes: number; readonly mediaType: string }

export type Announcement = {
  readonly type: string
  readonly data: {
    readonly departmentId: string
    readonly taskId: string
    readonly receiptNumber: string
    readonly receivedAt: string
    readonly dueOn: string
  }
}

/** What a clerk can do, and what is told of it. */
export const EVENT_BY_ACT = {
  receive: 'task.received',
  accept: 'task.accepted',
  correct: 'task.correction-required',
  'not-accept': 'task.not-accepted',
  approve: 'task.approved',
  deny: 'task.denied',
  issue: 'task.issued',
} as const
export type Act = keyof typeof EVENT_BY_ACT

/** Where the department's own file stands: after the act named, or newly `registered`. */
export type Stand = 'registered' | Act

export type Answer = { readonly httpStatus: number; readonly body: unknown }
export type SentEvent = {
  readonly eventId: string
  readonly act: Act
  /** The exact text that is signed and sent, the same on every try. */
  readonly body: string
  /** Where the file stood before. */
  readonly before: Stand
  readonly answer?: Answer
}

export type Entry = {
  readonly taskId: string
  readonly registrationNumber: string
  readonly announcement: Announcement
  readonly stand: Stand
  readonly needsPull: boolean
  readonly file?: TaskFile
  readonly events: readonly SentEvent[]
}

export type LedgerRecord = { readonly taskId: string; readonly at: string } & (
  | { readonly kind: 'registered'; readonly registrationNumber: string; readonly announcement: Announcement }
  | { readonly kind: 'corrected'; readonly announcement: Announcement }
  | { readonly kind: 'pulled'; readonly file: TaskFile }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'event'; readonly eventId: string; readonly act: Act; readonly body: string }
  | { readonly kind: 'answered'; readonly eventId: string; readonly answer: Answer }
)

export type Ledger = {
  readonly entries: () => readonly Entry[]
  readonly find: (taskId: string) => Entry | undefined
  /** On the disk when it returns. */
  readonly append: (record: LedgerRecord) => void
  readonly close: () => void
}

/** Opens the register: one JSON line for each thing that happened. A line torn by a crash was never answered for. */
export function openLedger(path: string): Ledger {
  mkdirSync(dirname(path), { recursive: true })
  const entryByTaskId = new Map<string, Entry>()
  const keep = (record: LedgerRecord): void => {
    const entry = afterRecord(entryByTaskId.get(record.taskId), record)
    if (entry) entryByTaskId.set(record.taskId, entry)
  }
  readRecords(path).forEach(keep)
  const file = openSync(path, 'a')
  let isOpen = true
  return {
    entries: () => [...entryByTaskId.values()],
    find: (taskId) => entryByTaskId.get(taskId),
    append: (record) => {
      // A number of a closed file may by now be that of another.
      if (!isOpen) throw new Error('the ledger is closed')
      writeSync(file, `${JSON.stringify(record)}\n`)
      fsyncSync(file)
      keep(record)
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      closeSync(file)
    },
  }
}

/** The entry after one more line. Only `registered` begins one. */
function afterRecord(entry: Entry | undefined, record: LedgerRecord): Entry | undefined {
  if (record.kind === 'registered') {
    const { taskId, registrationNumber, announcement } = record
    return { taskId, registrationNumber, announcement, stand: 'registered', needsPull: true, events: [] }
  }
  if (!entry) return undefined
  switch (record.kind) {
    case 'corrected':
      // A late or second one must not undo what was decided since.
      return {
        ...entry,
        announcement: record.announcement,
        needsPull: true,
        stand: entry.stand === 'correct' ? 'receive' : entry.stand,
      }
    case 'pulled':
      return { ...entry, file: record.file, needsPull: false }
    case 'not-there':
      return { ...entry, needsPull: false }
    case 'event':
      return { ...entry, stand: record.act, events: [...entry.events, { ...record, before: entry.stand }] }
    case 'answered':
      return afterAnswer(entry, record)
  }
}

/** An act that OneTrip refused did not happen: the clerk stands where he stood, and may do another. */
function afterAnswer(entry: Entry, { eventId, answer }: { eventId: string; answer: Answer }): Entry {
  const events = entry.events.map((event) => (event.eventId === eventId ? { ...event, answer } : event))
  const last = events.at(-1)
  const isUndone = last?.eventId === eventId && outcomeOf(answer) === 'refused'
  return { ...entry, events, stand: isUndone ? last.before : entry.stand }
}

/** OneTrip's word on an event: applied, parked or refused; undefined when it gave none. */
export function outcomeOf({ httpStatus, body }: Answer): unknown {
  return httpStatus === 200 && typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined
}

function readRecords(path: string): LedgerRecord[] {
  if (!existsSync(path)) return []
  const bytes = readFileSync(path)
  const wholeBytes = bytes.lastIndexOf('\n') + 1
  if (wholeBytes < bytes.length) truncateSync(path, wholeBytes)
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1)
  // Every whole line is one that `append` wrote.
  return lines.map((line) => JSON.parse(line) as LedgerRecord)
}
