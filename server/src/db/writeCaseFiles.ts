import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredCase, StoredDispatch, StoredScan, StoredTask } from './caseFile'
import type { Tx } from './transaction'

/** One transition as it is kept: `hash` (hex) covers the event and the hash before it. */
export type StoredEvent = {
  readonly caseId: string
  readonly seq: number
  readonly at: Instant
  readonly kind: string
  readonly taskId: string | null
  readonly actor: Readonly<Record<string, string>>
  readonly detail: Readonly<Record<string, unknown>>
  readonly hash: string
}

/** A written act, decided now and printed later from its model. */
export type NewDocument = {
  readonly documentId: string
  readonly caseId: string
  readonly taskId: string
  readonly kind: 'result' | 'correction' | 'not-accepted' | 'denial' | 'acceptance'
  readonly model: unknown
  readonly madeAt: Instant
}

/** What a department that decides in its own system is to be told: once of a kind for each task. [DEPT-R7] */
export type NewAnnouncement = {
  readonly kind: 'task.assigned' | 'task.corrected'
  readonly taskId: string
  readonly departmentId: string
  readonly messageId: string
  readonly madeAt: Instant
}

export type NewDispatch = StoredDispatch & { readonly recipient: unknown }

/** What one decision adds to a case, besides its changed rows. */
export type CaseChange = {
  readonly before: CaseFile | undefined
  readonly after: CaseFile
  readonly events: readonly StoredEvent[]
  readonly documents: readonly NewDocument[]
  readonly dispatches: readonly NewDispatch[]
  readonly announcements: readonly NewAnnouncement[]
}

/** Writes many cases' changes set-wise: a statement for each kind of row, however many cases. */
export async function writeCaseChanges(tx: Tx, districtId: DistrictId, changes: readonly CaseChange[]): Promise<void> {
  const dispatches = changedRows(changes, (file) => file.dispatches)
  // Worked off in this order: what others refer to first, and what was called off before the next sending of its task.
  await Promise.all([
    saveCases(tx, districtId, changedCases(changes)),
    saveTasks(
      tx,
      districtId,
      changedRows(changes, (file) => file.tasks),
    ),
    saveScans(
      tx,
      districtId,
      changedRows(changes, (file) => file.scans),
    ),
    saveDispatches(
      tx,
      districtId,
      dispatches.filter((row) => !isAdded(changes, row)),
    ),
    addEvents(
      tx,
      districtId,
      changes.flatMap((change) => change.events),
    ),
    addDocuments(
      tx,
      districtId,
      changes.flatMap((change) => change.documents),
    ),
    addDispatches(
      tx,
      districtId,
      changes.flatMap((change) => change.dispatches),
    ),
    addAnnouncements(
      tx,
      districtId,
      changes.flatMap((change) => change.announcements),
    ),
  ])
}

/** Rows are immutable values: a row that is not the same object was changed. */
function changedRows<Row>(changes: readonly CaseChange[], rowsOf: (file: CaseFile) => readonly Row[]): Row[] {
  return changes.flatMap(({ before, after }) => {
    const known = new Set(before ? rowsOf(before) : [])
    return rowsOf(after).filter((row) => !known.has(row))
  })
}

const changedCases = (changes: readonly CaseChange[]): StoredCase[] =>
  changes.filter(({ before, after }) => before?.case !== after.case).map(({ after }) => after.case)

async function saveCases(tx: Tx, districtId: DistrictId, rows: readonly StoredCase[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into cases (district_id, case_id, station_id, revision, receipt_number, query_code_sha256, second_fact, content,
                        insisted, taken_in_by_post, taken_in_by_person, collected_at, collected_earliest, collected_latest,
                        arrived_at, whole_at, answered_corrections, event_count, event_head)
     select $1, "caseId", "stationId", revision, "receiptNumber", "queryCodeSha256", "secondFact", content,
            insisted, "takenInByPost", "takenInByPerson", "collectedAt", "collectedEarliest", "collectedLatest",
            "arrivedAt", "wholeAt", "answeredCorrections", "eventCount", decode("eventHead", 'hex')
       from jsonb_to_recordset($2) as row ("caseId" uuid, "stationId" text, revision int, "receiptNumber" text,
            "queryCodeSha256" text, "secondFact" jsonb, content jsonb, insisted boolean, "takenInByPost" uuid,
            "takenInByPerson" uuid, "collectedAt" timestamptz, "collectedEarliest" timestamptz, "collectedLatest" timestamptz,
            "arrivedAt" timestamptz, "wholeAt" timestamptz, "answeredCorrections" jsonb, "eventCount" int, "eventHead" text)
     on conflict (district_id, case_id) do update
        set revision = excluded.revision, content = excluded.content, insisted = excluded.insisted, whole_at = excluded.whole_at,
            answered_corrections = excluded.answered_corrections, event_count = excluded.event_count, event_head = excluded.event_head`,
    [districtId, JSON.stringify(rows)],
  )
}

async function saveTasks(tx: Tx, districtId: DistrictId, rows: readonly StoredTask[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into task (district_id, task_id, case_id, item_code, item_version, department_id, revision, state)
     select $1, "taskId", "caseId", "itemCode", "itemVersion", "departmentId", revision, state
       from jsonb_to_recordset($2) as row ("taskId" uuid, "caseId" uuid, "itemCode" text, "itemVersion" int,
            "departmentId" text, revision int, state jsonb)
     on conflict (district_id, task_id) do update set revision = excluded.revision, state = excluded.state`,
    [districtId, JSON.stringify(rows)],
  )
}

async function saveScans(tx: Tx, districtId: DistrictId, rows: readonly StoredScan[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into scan (district_id, case_id, scan_id, size_bytes, media_type, arrived_at)
     select $1, "caseId", "scanId", "sizeBytes", "mediaType", "arrivedAt"
       from jsonb_to_recordset($2) as row ("caseId" uuid, "scanId" text, "sizeBytes" int, "mediaType" text, "arrivedAt" timestamptz)
     on conflict (district_id, case_id, scan_id) do update set arrived_at = excluded.arrived_at`,
    [districtId, JSON.stringify(rows)],
  )
}

const isAdded = (changes: readonly CaseChange[], { dispatchId }: StoredDispatch): boolean =>
  changes.some(({ dispatches }) => dispatches.some((one) => one.dispatchId === dispatchId))

async function saveDispatches(tx: Tx, districtId: DistrictId, rows: readonly StoredDispatch[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update dispatch set state = row.state
       from jsonb_to_recordset($2) as row ("dispatchId" uuid, state jsonb)
      where dispatch.district_id = $1 and dispatch.dispatch_id = row."dispatchId"`,
    [districtId, JSON.stringify(rows)],
  )
}

async function addEvents(tx: Tx, districtId: DistrictId, rows: readonly StoredEvent[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into case_event (district_id, case_id, seq, at, kind, task_id, actor, detail, hash)
     select $1, "caseId", seq, at, kind, "taskId", actor, detail, decode(hash, 'hex')
       from jsonb_to_recordset($2) as row ("caseId" uuid, seq int, at timestamptz, kind text, "taskId" uuid, actor jsonb,
            detail jsonb, hash text)`,
    [districtId, JSON.stringify(rows)],
  )
}

async function addDocuments(tx: Tx, districtId: DistrictId, rows: readonly NewDocument[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into document (district_id, document_id, case_id, task_id, kind, model, made_at)
     select $1, "documentId", "caseId", "taskId", kind, model, "madeAt"
       from jsonb_to_recordset($2) as row ("documentId" uuid, "caseId" uuid, "taskId" uuid, kind text, model jsonb, "madeAt" timestamptz)`,
    [districtId, JSON.stringify(rows)],
  )
}

async function addDispatches(tx: Tx, districtId: DistrictId, rows: readonly NewDispatch[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into dispatch (district_id, dispatch_id, case_id, task_id, recipient, state, requested_at, next_look_at)
     select $1, "dispatchId", "caseId", "taskId", recipient, state, "requestedAt", "requestedAt"
       from jsonb_to_recordset($2) as row ("dispatchId" uuid, "caseId" uuid, "taskId" uuid, recipient jsonb, state jsonb,
            "requestedAt" timestamptz)`,
    [districtId, JSON.stringify(rows)],
  )
}

async function addAnnouncements(tx: Tx, districtId: DistrictId, rows: readonly NewAnnouncement[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into announcement (district_id, kind, task_id, department_id, message_id, made_at)
     select $1, kind, "taskId", "departmentId", "messageId", "madeAt"
       from jsonb_to_recordset($2) as row (kind text, "taskId" uuid, "departmentId" text, "messageId" text, "madeAt" timestamptz)`,
    [districtId, JSON.stringify(rows)],
  )
}
