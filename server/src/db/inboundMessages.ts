import type { CaseId, DepartmentId, DistrictId, TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A signed message that was taken once, with the answer it got. */
export type InboundMessage = {
  readonly departmentId: DepartmentId
  readonly messageId: string
  /** Lower-case hex SHA-256 of what was signed. */
  readonly bodySha256: string
  readonly answer: unknown
  /** The raw text of an event that was kept and not applied. */
  readonly parkedBody: string | null
  readonly receivedAt: Instant
}

type MessageKey = Pick<InboundMessage, 'departmentId' | 'messageId'>

/** Makes this transaction the only one that answers the message, also when nobody has heard of it yet. */
export async function lockMessage(tx: Tx, districtId: DistrictId, key: MessageKey): Promise<void> {
  const name = `message ${districtId} ${key.departmentId} ${key.messageId}`
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
}

/** The message as it was answered the first time; undefined for a new one. Lock before looking. */
export async function findMessage(
  tx: Tx,
  districtId: DistrictId,
  key: MessageKey,
): Promise<Pick<InboundMessage, 'bodySha256' | 'answer'> | undefined> {
  const [row] = await tx.query<Pick<InboundMessage, 'bodySha256' | 'answer'>>(
    `select body_sha256 as "bodySha256", answer from inbound_message
      where district_id = $1 and department_id = $2 and message_id = $3`,
    [districtId, key.departmentId, key.messageId],
  )
  return row
}

/** Keeps the message with its answer, in the transaction of its effects. */
export async function addMessage(tx: Tx, districtId: DistrictId, message: InboundMessage): Promise<void> {
  await tx.execute(
    `insert into inbound_message (district_id, department_id, message_id, body_sha256, answer, parked_body, received_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      districtId,
      message.departmentId,
      message.messageId,
      message.bodySha256,
      JSON.stringify(message.answer),
      message.parkedBody,
      message.receivedAt,
    ],
  )
}

/** Which case a task belongs to; undefined when it is not this department's, or nobody's, alike. */
export async function findCaseOfTask(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly departmentId: DepartmentId; readonly taskId: TaskId },
): Promise<CaseId | undefined> {
  const [row] = await tx.query<{ caseId: CaseId }>(
    `select case_id as "caseId" from task where district_id = $1 and task_id = $2 and department_id = $3`,
    [districtId, key.taskId, key.departmentId],
  )
  return row?.caseId
}

/** Forgets pulls that came before then: they are refused as stale long since. Events are kept with their answers. */
export async function forgetPulls(tx: Tx, districtId: DistrictId, before: Instant): Promise<void> {
  await tx.execute(
    `delete from inbound_message where district_id = $1 and received_at < $2 and answer->>'status' = 'pulled'`,
    [districtId, before],
  )
}
