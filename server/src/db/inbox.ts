import { departmentFeed, type CaseId, type DepartmentId, type DistrictId, type OpId } from '@onetrip/shared/lib/ids'
import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { InboxShow } from '@onetrip/shared/wire/inbox'
import type { Tx } from './transaction'

/** More open tasks than this, and the inbox shows the oldest: the rest moves up as they are decided. */
const MAX_OPEN = 2000
const MAX_CLOSED = 200

const STATUS = `body #>> '{task,state,status}'`
const SELECT_TASK = `select body from feed_row where district_id = $1 and feed_id = $2 and body->>'kind' = 'task'`
/** In the words of the index on what is not closed. */
const SELECT_UNCLOSED = `${SELECT_TASK} and ${STATUS} is distinct from 'closed'`
const IN_TURN = `order by body->>'collectedAt' limit ${MAX_OPEN}`
/** Still arriving, or a reviewer has the next move, or the answer to what was asked is on its way. */
const IS_OURS = `(${STATUS} is null or ${STATUS} in ('received', 'accepted', 'approved')
  or body #>> '{task,state,answeredAt}' is not null)`

const SELECT_BY_SHOW = {
  open: `${SELECT_UNCLOSED} and ${IS_OURS} ${IN_TURN}`,
  waiting: `${SELECT_UNCLOSED} and not ${IS_OURS} ${IN_TURN}`,
  closed: `${SELECT_TASK} and ${STATUS} = 'closed' order by seq desc limit ${MAX_CLOSED}`,
} as const satisfies Record<InboxShow, string>

/** The department's own view of its tasks: those it can act on, those that wait for others, or the 200 closed last. */
export async function findInboxRows(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly departmentId: DepartmentId; readonly show: InboxShow },
): Promise<DepartmentTaskRow[]> {
  const rows = await tx.query<{ body: DepartmentTaskRow }>(SELECT_BY_SHOW[key.show], [
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

/** What a case's words were as this operation brought them: its submission, or the answer to a correction. */
export async function findContentOf(tx: Tx, districtId: DistrictId, opId: OpId): Promise<CaseContent | undefined> {
  const [row] = await tx.query<{ content: CaseContent | null }>(
    `select body #> '{payload,content}' as content from operation where district_id = $1 and op_id = $2`,
    [districtId, opId],
  )
  return row?.content ?? undefined
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
