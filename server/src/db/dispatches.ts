import type { DeliveryChoice } from '@onetrip/shared/case/content'
import type { Dispatch, DispatchStatus } from '@onetrip/shared/dispatch/dispatch'
import type { CaseId, DispatchId, DistrictId, StationId, TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A sending with what a dispatcher and a courier need of it, and nothing of what is inside. */
export type DispatchRecord = {
  readonly dispatchId: DispatchId
  readonly caseId: CaseId
  readonly taskId: TaskId
  readonly stationId: StationId
  readonly receiptNumber: string
  readonly recipient: DeliveryChoice
  readonly state: Dispatch
  readonly requestedAt: Instant
}

/** Where nothing more is to be expected, nobody looks. Written out, so that the index of the same words serves it. */
const IS_FOLLOWED = `state->>'status' in ('requested', 'booked', 'picked-up', 'in-transit', 'out-for-delivery', 'exception', 'lost')`

const SELECT_DISPATCH = `
  select dispatch.dispatch_id as "dispatchId", dispatch.case_id as "caseId", dispatch.task_id as "taskId",
         cases.station_id as "stationId", cases.receipt_number as "receiptNumber", dispatch.recipient, dispatch.state,
         dispatch.requested_at as "requestedAt"
    from dispatch join cases on cases.district_id = dispatch.district_id and cases.case_id = dispatch.case_id`

/** Undefined when there is none under this id. */
export async function findDispatch(
  tx: Tx,
  districtId: DistrictId,
  dispatchId: string,
): Promise<DispatchRecord | undefined> {
  const [row] = await tx.query<DispatchRecord>(
    `${SELECT_DISPATCH} where dispatch.district_id = $1 and dispatch.dispatch_id = $2`,
    [districtId, dispatchId],
  )
  return row
}

/** The newest sendings of the district. */
export async function findNewestDispatches(tx: Tx, districtId: DistrictId, limit: number): Promise<DispatchRecord[]> {
  return tx.query<DispatchRecord>(
    `${SELECT_DISPATCH} where dispatch.district_id = $1
      order by dispatch.requested_at desc, dispatch.dispatch_id limit $2`,
    [districtId, limit],
  )
}

/** A claim on sendings whose time has come. */
export type DueClaim = {
  readonly now: Instant
  readonly nextLookAt: Instant
  /** No look is put off further: what lies beyond it was by a clock that has been put right since. */
  readonly furthestAt: Instant
  readonly limit: number
}

/**
 * Takes the sendings that are due and puts off their next look, in one statement: two processes never take the same
 * one, and one that is not finished comes again. Answers those that waited longest first. Left out are those that a
 * courier refused and a person must look at; for want of capacity it is asked again.
 */
export async function claimDueDispatches(
  tx: Tx,
  districtId: DistrictId,
  { now, nextLookAt, furthestAt, limit }: DueClaim,
): Promise<{ readonly dispatchId: DispatchId; readonly status: DispatchStatus }[]> {
  return tx.query<{ dispatchId: DispatchId; status: DispatchStatus }>(
    `with due as (
       select dispatch_id, next_look_at, state->>'status' as status from dispatch
        where district_id = $1 and (next_look_at <= $2 or next_look_at > $5) and ${IS_FOLLOWED}
          and (not state ? 'refused' or state #>> '{refused,refusal,kind}' = 'no-capacity')
        order by next_look_at limit $4 for update skip locked
     ), put_off as (
       update dispatch set next_look_at = $3 from due
        where dispatch.district_id = $1 and dispatch.dispatch_id = due.dispatch_id
     )
     select dispatch_id as "dispatchId", status from due order by next_look_at, dispatch_id`,
    [districtId, now, nextLookAt, limit, furthestAt],
  )
}

/** Says when a sending is due again. */
export async function setNextLook(
  tx: Tx,
  districtId: DistrictId,
  { dispatchId, at }: { readonly dispatchId: DispatchId; readonly at: Instant },
): Promise<void> {
  await tx.execute('update dispatch set next_look_at = $3 where district_id = $1 and dispatch_id = $2', [
    districtId,
    dispatchId,
    at,
  ])
}

/** Brings the next look forward. Ids that are nobody's, and sendings at their end, are passed over. */
export async function lookSooner(
  tx: Tx,
  districtId: DistrictId,
  hint: { readonly dispatchIds: readonly DispatchId[]; readonly now: Instant },
): Promise<void> {
  await tx.execute(
    `update dispatch set next_look_at = $3
      where district_id = $1 and dispatch_id = any($2::uuid[]) and next_look_at > $3 and ${IS_FOLLOWED}`,
    [districtId, hint.dispatchIds, hint.now],
  )
}
