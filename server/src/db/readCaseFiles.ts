import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { CaseId, DistrictId } from '@onetrip/shared/lib/ids'
import type { CaseFile, StoredCase, StoredDispatch, StoredScan, StoredTask } from './caseFile'
import type { Tx } from './transaction'

/**
 * Makes this transaction the only writer of these cases until it ends, also of cases that do not exist
 * yet. Taken in sorted order, so that two groups cannot wait for each other.
 */
async function lockCases(tx: Tx, districtId: DistrictId, caseIds: readonly CaseId[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended($1 || id, 0))
       from (select id from unnest($2::text[]) as id order by id) as sorted`,
    [districtId, [...new Set(caseIds)].sort()],
  )
}

/**
 * Locks the cases and reads them. Both leave in one packet, and still the lock comes before the look: the server works
 * the statements off in order, and each sees what stood when it began.
 */
export async function lockCaseFiles(
  tx: Tx,
  districtId: DistrictId,
  caseIds: readonly CaseId[],
): Promise<Map<CaseId, CaseFile>> {
  const [, files] = await Promise.all([lockCases(tx, districtId, caseIds), readCaseFiles(tx, districtId, caseIds)])
  return files
}

/** The whole of each case that exists, by its id. Four statements, however many cases. */
export async function readCaseFiles(
  tx: Tx,
  districtId: DistrictId,
  caseIds: readonly CaseId[],
): Promise<Map<CaseId, CaseFile>> {
  if (caseIds.length === 0) return new Map()
  const key = [districtId, caseIds]
  const [cases, tasks, scans, dispatches] = await Promise.all([
    tx.query<StoredCase>(`${SELECT_CASE} where district_id = $1 and case_id = any($2::uuid[])`, key),
    tx.query<StoredTask>(`${SELECT_TASK} where district_id = $1 and case_id = any($2::uuid[])`, key),
    tx.query<StoredScan>(`${SELECT_SCAN} where district_id = $1 and case_id = any($2::uuid[])`, key),
    tx.query<StoredDispatch>(`${SELECT_DISPATCH} where district_id = $1 and case_id = any($2::uuid[])`, key),
  ])
  return joinCaseFiles(cases, { tasks, scans, dispatches })
}

const SELECT_CASE = `
  select district_id as "districtId", case_id as "caseId", station_id as "stationId", revision,
         receipt_number as "receiptNumber", query_code_sha256 as "queryCodeSha256", second_fact as "secondFact",
         content, insisted, taken_in_by_post as "takenInByPost", taken_in_by_person as "takenInByPerson",
         array(select distinct actor->>'personId' from case_event
                where case_event.district_id = cases.district_id and case_event.case_id = cases.case_id
                  and kind in ('submitted', 'scan-replaced', 'correction-answered')) as "intakePersons",
         array(select distinct detail->>'replaces' from case_event
                where case_event.district_id = cases.district_id and case_event.case_id = cases.case_id
                  and kind in ('scan-replaced')) as "replacedScans",
         collected_at as "collectedAt", collected_earliest as "collectedEarliest", collected_latest as "collectedLatest",
         arrived_at as "arrivedAt", whole_at as "wholeAt", answered_corrections as "answeredCorrections",
         event_count as "eventCount", encode(event_head, 'hex') as "eventHead"
    from cases`
const SELECT_TASK = `
  select task_id as "taskId", case_id as "caseId", item_code as "itemCode", item_version as "itemVersion",
         department_id as "departmentId", revision, state
    from task`
const SELECT_SCAN = `
  select case_id as "caseId", scan_id as "scanId", size_bytes as "sizeBytes", media_type as "mediaType", arrived_at as "arrivedAt"
    from scan`
const SELECT_DISPATCH = `
  select dispatch_id as "dispatchId", case_id as "caseId", task_id as "taskId", state, requested_at as "requestedAt"
    from dispatch`

type Parts = Omit<{ readonly [Key in keyof CaseFile]: CaseFile[Key] }, 'case'>

function joinCaseFiles(cases: readonly StoredCase[], parts: Parts): Map<CaseId, CaseFile> {
  const tasks = groupBy(parts.tasks, (task) => task.caseId)
  const scans = groupBy(parts.scans, (scan) => scan.caseId)
  const dispatches = groupBy(parts.dispatches, (dispatch) => dispatch.caseId)
  return new Map(
    cases.map((stored) => [
      stored.caseId,
      {
        case: stored,
        tasks: inOrderOf(stored, tasks.get(stored.caseId) ?? []),
        scans: scans.get(stored.caseId) ?? [],
        dispatches: dispatches.get(stored.caseId) ?? [],
      },
    ]),
  )
}

/** As the items stand in the application: the lead item of a theme first. */
function inOrderOf({ content }: StoredCase, tasks: readonly StoredTask[]): StoredTask[] {
  const places = new Map(content.items.map(({ itemCode }, place) => [itemCode, place]))
  const placeOf = ({ itemCode }: StoredTask): number => places.get(itemCode) ?? places.size
  return tasks.toSorted((a, b) => placeOf(a) - placeOf(b))
}
