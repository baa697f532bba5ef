import type { DeviceId, DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { RecoveryId, RecoveryLine, SentOfficeWrap, VaultId } from '@onetrip/shared/wire/recovery'
import type { Tx } from './transaction'

/** What the office sealed for the tablet that asked, both as base64. */
export type RecoveryReply = { readonly enc: string; readonly sealed: string }

export type StoredRecovery = {
  readonly recoveryId: RecoveryId
  readonly postId: string
  readonly vaultId: VaultId
  readonly expiresAt: Instant
  readonly status: 'waiting' | 'allowed' | 'refused' | 'ended'
  /** Null once it waits no more. */
  readonly officeWrap: SentOfficeWrap | null
  /** base64; null once it waits no more. */
  readonly replyKey: string | null
  readonly reason: string | null
  readonly answer: RecoveryReply | null
  /** The person who vouched for the agent; null while nobody did. */
  readonly voucher: string | null
}

export type NewRecovery = Pick<StoredRecovery, 'recoveryId' | 'postId' | 'vaultId' | 'expiresAt'> & {
  readonly deviceId: DeviceId
  readonly officeWrap: SentOfficeWrap
  readonly replyKey: string
  readonly askedAt: Instant
}

/** Until the transaction ends only one asks in the district: what is counted before a request is added stays true. */
export async function lockRequests(tx: Tx, districtId: DistrictId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`recovery requests ${districtId}`])
}

export type Asked = { readonly askedAt: Instant; readonly isOfPost: boolean; readonly isOfDevice: boolean }

/** When this agent, or anybody with this tablet, asked since then; the oldest first. */
export async function findAsked(
  tx: Tx,
  districtId: DistrictId,
  { postId, deviceId, since }: { readonly postId: string; readonly deviceId: DeviceId; readonly since: Instant },
): Promise<Asked[]> {
  return tx.query<Asked>(
    `select asked_at as "askedAt", post_id = $2 as "isOfPost", device_id = $3 as "isOfDevice"
       from recovery_request
      where district_id = $1 and (post_id = $2 or device_id = $3) and asked_at > $4 order by asked_at`,
    [districtId, postId, deviceId, since],
  )
}

/** Locked until the transaction ends; undefined when there is none. */
export async function findRecoveryForUpdate(
  tx: Tx,
  districtId: DistrictId,
  recoveryId: RecoveryId,
): Promise<StoredRecovery | undefined> {
  const [row] = await tx.query<StoredRecovery>(
    `select recovery_id as "recoveryId", post_id as "postId", vault_id as "vaultId", expires_at as "expiresAt", status,
            office_wrap as "officeWrap", translate(encode(reply_key, 'base64'), E'\\n', '') as "replyKey", reason, answer,
            (select person_id from post
              where post.district_id = request.district_id and post.post_id = request.vouched_by) as voucher
       from recovery_request as request where district_id = $1 and recovery_id = $2 for update`,
    [districtId, recoveryId],
  )
  return row
}

/** Adds a request under an id that is free; to be called under `lockRequests`. */
export async function addRecovery(tx: Tx, districtId: DistrictId, request: NewRecovery): Promise<void> {
  const { recoveryId, postId, deviceId, vaultId, officeWrap, replyKey, askedAt, expiresAt } = request
  await tx.execute(
    `insert into recovery_request
       (district_id, recovery_id, post_id, device_id, vault_id, office_wrap, reply_key, asked_at, expires_at, status)
     values ($1, $2, $3, $4, $5, $6, decode($7, 'base64'), $8, $9, 'waiting')`,
    [districtId, recoveryId, postId, deviceId, vaultId, JSON.stringify(officeWrap), replyKey, askedAt, expiresAt],
  )
}

const END = `update recovery_request set status = 'ended', office_wrap = null, reply_key = null, answer = null`

/** Ends the post's other requests, and those of the whole district that have run out: what they held is gone. */
export async function endOtherRecoveries(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly postId: string; readonly recoveryId: RecoveryId; readonly now: Instant },
): Promise<void> {
  await tx.execute(
    `${END} where district_id = $1 and status in ('waiting', 'allowed') and recovery_id <> $2
              and (post_id = $3 or expires_at <= $4)`,
    [districtId, key.recoveryId, key.postId, key.now],
  )
}

/** Ends one. */
export async function endRecovery(tx: Tx, districtId: DistrictId, recoveryId: RecoveryId): Promise<void> {
  await tx.execute(`${END} where district_id = $1 and recovery_id = $2`, [districtId, recoveryId])
}

/** Writes who vouches for the agent, and how they made sure; the request goes on waiting. */
export async function vouchForRecovery(
  tx: Tx,
  districtId: DistrictId,
  vouch: { readonly recoveryId: RecoveryId; readonly by: string; readonly at: Instant; readonly how: string },
): Promise<void> {
  await tx.execute(
    `update recovery_request set vouched_by = $3, vouched_at = $4, vouch = $5
      where district_id = $1 and recovery_id = $2`,
    [districtId, vouch.recoveryId, vouch.by, vouch.at, vouch.how],
  )
}

/** Writes what was decided; what the request held goes. */
export async function decideRecovery(
  tx: Tx,
  districtId: DistrictId,
  decided: {
    readonly recoveryId: RecoveryId
    readonly by: string
    readonly at: Instant
    readonly reason: string
    /** Undefined when it was refused. */
    readonly answer: RecoveryReply | undefined
  },
): Promise<void> {
  const { recoveryId, by, at, reason, answer } = decided
  await tx.execute(
    `update recovery_request
        set status = $3, decided_by = $4, decided_at = $5, reason = $6, answer = $7, office_wrap = null, reply_key = null
      where district_id = $1 and recovery_id = $2`,
    [districtId, recoveryId, answer ? 'allowed' : 'refused', by, at, reason, answer ? JSON.stringify(answer) : null],
  )
}

type WaitingRow = Omit<RecoveryLine, 'vouch'> & {
  readonly vouchedAt: Instant | null
  readonly how: string | null
  readonly voucherName: string | null
  readonly isOwn: boolean | null
}

/** Those that wait, the oldest first, each with who vouched for it; `personId`: who looks. */
export async function listWaitingRecoveries(
  tx: Tx,
  districtId: DistrictId,
  { now, limit, personId }: { readonly now: Instant; readonly limit: number; readonly personId: string },
): Promise<RecoveryLine[]> {
  const rows = await tx.query<WaitingRow>(
    `select request.recovery_id as "recoveryId", person.name as "agentName", station.body->>'name' as "stationName",
            device.device_number as "deviceNumber", request.asked_at as "askedAt", request.expires_at as "expiresAt",
            request.vouched_at as "vouchedAt", request.vouch as how, voucher.name as "voucherName",
            voucher.person_id = $4 as "isOwn"
       from recovery_request as request
       join post on post.district_id = request.district_id and post.post_id = request.post_id
       join person on person.district_id = post.district_id and person.person_id = post.person_id
       join station on station.district_id = post.district_id and station.station_id = post.unit_id
       join device on device.district_id = request.district_id and device.device_id = request.device_id
       left join post as vouching on vouching.district_id = request.district_id and vouching.post_id = request.vouched_by
       left join person as voucher
         on voucher.district_id = vouching.district_id and voucher.person_id = vouching.person_id
      where request.district_id = $1 and request.status = 'waiting' and request.expires_at > $2
      order by request.asked_at, request.recovery_id limit $3`,
    [districtId, now, limit, personId],
  )
  return rows.map(({ vouchedAt: at, how, voucherName: name, isOwn, ...line }) => ({
    ...line,
    vouch: at !== null && how !== null && name !== null ? { name, at, how, isOwn: isOwn === true } : null,
  }))
}

/** Who holds a post; undefined when there is no such post. */
export async function findHolder(tx: Tx, districtId: DistrictId, postId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ personId: string }>(
    `select person_id as "personId" from post where district_id = $1 and post_id = $2`,
    [districtId, postId],
  )
  return row?.personId
}
