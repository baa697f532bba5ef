import type { CaseId, DistrictId, TaskId } from '@onetrip/shared/lib/ids'
import type { SecondFact } from '@onetrip/shared/case/content'
import type { StoredEvent } from './writeCaseFiles'
import type { Tx } from './transaction'

/** The case behind a query code's hash, with what its second fact must hash to. */
export async function findCaseByQueryCode(
  tx: Tx,
  districtId: DistrictId,
  queryCodeSha256: string,
): Promise<{ readonly caseId: CaseId; readonly secondFact: SecondFact } | undefined> {
  const [row] = await tx.query<{ caseId: CaseId; secondFact: SecondFact }>(
    `select case_id as "caseId", second_fact as "secondFact" from cases
      where district_id = $1 and query_code_sha256 = $2`,
    [districtId, queryCodeSha256],
  )
  return row
}

/**
 * What happened to a case, in its order. `only` a task: what concerns that task, or the case as a whole; `'case'`:
 * what concerns no single task.
 */
export async function readCaseEvents(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly caseId: CaseId; readonly only?: TaskId | 'case' },
): Promise<StoredEvent[]> {
  return tx.query<StoredEvent>(
    `select case_id as "caseId", seq, at, kind, task_id as "taskId", actor, detail, encode(hash, 'hex') as hash
       from case_event
      where district_id = $1 and case_id = $2 and ($3::text is null or task_id is null or task_id::text = $3)
      order by seq`,
    [districtId, key.caseId, key.only ?? null],
  )
}
