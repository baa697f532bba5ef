import { departmentFeed, type CaseId, type DepartmentId, type DistrictId } from '@onetrip/shared/lib/ids'
import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { Tx } from './transaction'

/** More open tasks than this, and the inbox shows the oldest: the rest moves up as they are decided. */
const MAX_OPEN = 2000
const MAX_CLOSED = 200

const SELECT_TASK = `select body from feed_row
  where district_id = $1 and feed_id = $2 and body->>'kind' = 'task' and body #>> '{task,state,status}'`
const SELECT_OPEN = `${SELECT_TASK} is distinct from 'closed' order by body->>'collectedAt' limit ${MAX_OPEN}`
const SELECT_CLOSED = `${SELECT_TASK} = 'closed' order by seq desc limit ${MAX_CLOSED}`

/** The department's own view of its tasks: the open ones, or the 200 that were closed last. */
export async function findInboxRows(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly departmentId: DepartmentId; readonly show: 'open' | 'closed' },
): Promise<DepartmentTaskRow[]> {
  const rows = await tx.query<{ body: DepartmentTaskRow }>(key.show === 'open' ? SELECT_OPEN : SELECT_CLOSED, [
    districtId,
    departmentFeed(key.departmentId),
  ])
  return rows.map(({ body }) => body)
}

/** One line of the department's view; undefined for a case that it has no part in, and for none, alike. */
export async function findInboxRow(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly departmentId: DepartmentId; readonly caseId: CaseId; readonly itemCode: ItemCode },
): Promise<DepartmentTaskRow | undefined> {
  const [row] = await tx.query<{ body: DepartmentTaskRow }>(
    `select body from feed_row where district_id = $1 and feed_id = $2 and entity_id = $3 and body is not null`,
    [districtId, departmentFeed(key.departmentId), `task:${key.caseId}:${key.itemCode}`],
  )
  return row?.body
}

/** The names of whoever holds or held these posts, where the post belongs to one of the units. */
export async function findPostNames(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly postIds: readonly string[]; readonly unitIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await tx.query<{ postId: string; name: string }>(
    `select post.post_id as "postId", person.name
       from post join person using (district_id, person_id)
      where post.district_id = $1 and post.post_id::text = any($2) and post.unit_id = any($3)`,
    [districtId, key.postIds, key.unitIds],
  )
  return new Map(rows.map(({ postId, name }) => [postId, name]))
}
