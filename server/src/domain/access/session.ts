import { departmentNameOn } from '@onetrip/shared/catalogue/district'
import type { DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import { dateIn, type Instant } from '@onetrip/shared/lib/time'
import type { Me } from '@onetrip/shared/wire/session'
import { findNamedPost, type NamedPost } from '../../db/people'
import { deleteSession, findSession } from '../../db/sessions'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { Sha256Hex } from '../case/chainEvents'
import type { House } from '../house'
import type { AppName } from './app'
import { guestOf } from './guest'

/** Somebody who is signed in: who acts, until when, and the key by which the session is kept. */
export type Session = {
  readonly actor: Actor
  readonly expiresAt: Instant
  readonly tokenSha256: string
  /** On a tablet that has been called back: it hands in, and reads nothing more. [SYNC-R18] */
  readonly isRevoked: boolean
}

const TOKEN_BYTES = 32

/** 256 random bits as base64url. Only the cookie holds it; the server keeps its hash. */
export const mintToken = (random: RandomBytes): string => Buffer.from(random(TOKEN_BYTES)).toString('base64url')

/** Hashed as text, so that what is no token at all needs no case of its own. */
export const hashToken = (sha256Hex: Sha256Hex, token: string): string => sha256Hex(`session ${token}`)

/** The session behind a cookie at one app's door; undefined for a missing, ended or foreign one, all alike. */
export async function openSession(
  house: House,
  key: { readonly token: string | undefined; readonly app: AppName },
): Promise<Session | undefined> {
  if (key.token === undefined) return undefined
  const { districtId } = house
  const tokenSha256 = hashToken(house.sha256Hex, key.token)
  const found = await inTransaction(house.pool, guestOf(districtId), (tx) =>
    findSession(tx, districtId, { tokenSha256, app: key.app, now: house.clock() }),
  )
  if (!found) return undefined
  const { expiresAt, isRevoked, ...post } = found
  return { actor: { districtId, ...post }, expiresAt, tokenSha256, isRevoked }
}

/** Ends the session; the cookie opens nothing from now on. */
export async function signOut(house: House, session: Session): Promise<void> {
  const { actor, tokenSha256 } = session
  await inTransaction(house.pool, actor, (tx) => deleteSession(tx, actor.districtId, tokenSha256))
}

/** Who the actor is, in words. Throws for an actor without a post. */
export async function getMe(tx: Tx, actor: Actor, now: Instant): Promise<Me> {
  const post = await findNamedPost(tx, actor.districtId, actor.postId)
  if (!post) throw new Error(`post ${actor.postId} is signed in and does not exist`)
  return toMe(actor.districtId, post, now)
}

/** A post as its holder sees it; a department under the name that it bears now. */
export function toMe(districtId: DistrictId, post: NamedPost, now: Instant): Me {
  const { postId, personId, name, role, unitId } = post
  return { districtId, postId, personId, name, role, unitId, unitName: unitNameOf(post, now) }
}

function unitNameOf({ station, department, district }: NamedPost, now: Instant): string {
  if (station) return station.name
  return department ? departmentNameOn(department, dateIn(district.timeZone, now)) : district.name
}
