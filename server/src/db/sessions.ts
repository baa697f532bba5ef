import type { DeviceId, DistrictId, PostId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A session as it is kept: the token itself is nowhere but in the cookie. */
export type StoredSession = {
  /** Lower-case hex. */
  readonly tokenSha256: string
  readonly app: 'agent' | 'staff'
  readonly postId: PostId
  readonly beganAt: Instant
  readonly expiresAt: Instant
}

/** Who stands behind a session now. */
export type SessionPost = {
  readonly postId: PostId
  readonly personId: string
  readonly role: 'agent' | 'reviewer' | 'dispatcher' | 'admin'
  readonly unitId: string
  readonly expiresAt: Instant
  /** The tablet on which it was begun has been called back. */
  readonly isRevoked: boolean
}

/** Adds the session and forgets those that have run out. */
export async function addSession(tx: Tx, districtId: DistrictId, session: StoredSession): Promise<void> {
  await tx.execute(
    `delete from session where ctid in (
       select ctid from session where district_id = $1 and expires_at <= $2 limit 1000 for update skip locked)`,
    [districtId, session.beganAt],
  )
  await tx.execute(
    `insert into session (district_id, token_sha256, app, post_id, began_at, expires_at)
     values ($1, decode($2, 'hex'), $3, $4, $5, $6)`,
    [districtId, session.tokenSha256, session.app, session.postId, session.beganAt, session.expiresAt],
  )
}

/** The post behind a token: undefined when there is no such session at this app, it has run out, or the post is not held any more. */
export async function findSession(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly tokenSha256: string; readonly app: string; readonly now: Instant },
): Promise<SessionPost | undefined> {
  const [row] = await tx.query<SessionPost>(
    `select post.post_id as "postId", post.person_id as "personId", post.role, post.unit_id as "unitId",
            session.expires_at as "expiresAt", device.revoked_at is not null as "isRevoked"
       from session
       join post on post.district_id = session.district_id and post.post_id = session.post_id
       join district on district.district_id = session.district_id
       left join device on device.district_id = session.district_id and device.device_id = session.device_id
      where session.district_id = $1 and session.token_sha256 = decode($2, 'hex') and session.app = $3
        and session.expires_at > $4
        and ($4::timestamptz at time zone (district.body->>'timeZone'))::date
            between post.held_from and coalesce(post.held_to, 'infinity')`,
    [districtId, key.tokenSha256, key.app, key.now],
  )
  return row
}

/** From now on the session is that of a tablet. */
export async function bindSession(
  tx: Tx,
  districtId: DistrictId,
  { tokenSha256, deviceId }: { readonly tokenSha256: string; readonly deviceId: DeviceId },
): Promise<void> {
  await tx.execute(`update session set device_id = $3 where district_id = $1 and token_sha256 = decode($2, 'hex')`, [
    districtId,
    tokenSha256,
    deviceId,
  ])
}

/** Ends a session; harmless when it has ended. */
export async function deleteSession(tx: Tx, districtId: DistrictId, tokenSha256: string): Promise<void> {
  await tx.execute(`delete from session where district_id = $1 and token_sha256 = decode($2, 'hex')`, [
    districtId,
    tokenSha256,
  ])
}
