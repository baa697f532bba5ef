import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { Me, SignInInput } from '@onetrip/shared/wire/session'
import { findPostByLogin, type NamedPost } from '../../db/people'
import { addSession } from '../../db/sessions'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { ROLES_BY_APP, SESSION_LIFE_MS, type AppName } from './app'
import { guestOf } from './guest'
import { hashToken, mintToken, toMe } from './session'
import { addressBlock, giveBackTry, takeTry, type CountedTry, type TryLimit } from './tries'

/** Wrong tries in a quarter of an hour. An office shares one address; the last line is against a flood from many. */
const MAX_TRIES = { name: 10, address: 100, everywhere: 2000 }

/** From where somebody signs in: which app's door, and which network address. */
export type Door = { readonly app: Exclude<AppName, 'resident'>; readonly address: string }

export type SignedIn = {
  readonly status: 'signed-in'
  readonly me: Me
  readonly token: string
  readonly lifeMs: number
  readonly serverTime: Instant
}
export type SignInResult =
  SignedIn | { readonly status: 'wrong' } | { readonly status: 'too-many-tries'; readonly retryAfterSeconds: number }

/**
 * Signs a person in at one app. A wrong name, a wrong password and a role that belongs elsewhere answer alike and
 * after the same work; how often one may try is counted before the password is looked at.
 */
export async function signIn(house: House, door: Door, input: SignInInput): Promise<SignInResult> {
  const { districtId, guestPool } = house
  const now = house.clock()
  const loginName = toLoginName(input.loginName)
  const asked = await inTransaction(guestPool, guestOf(districtId), async (tx) => {
    const tried = await takeTry(tx, districtId, { limits: limitsFor(house, door, loginName), now })
    if (tried.status !== 'counted') return tried
    const post = await findPostByLogin(tx, districtId, { loginName, roles: ROLES_BY_APP[door.app], now })
    return { ...tried, post }
  })
  if (asked.status === 'too-many-tries') return asked

  const isRight = await house.passwords.verify(asked.post?.passwordHash, input.password)
  if (isRight && asked.post) return begin(house, { door, now, post: asked.post, counted: asked.counted })
  const guest = guestOf(districtId)
  await inTransaction(guestPool, guest, (tx) =>
    trace(tx, house, { actor: guest, now, door, personId: asked.post?.personId, outcome: 'wrong' }),
  )
  return { status: 'wrong' }
}

/** A login name as it is kept: nobody is shut out by a capital letter or a full-width keyboard. */
export const toLoginName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

function limitsFor(house: House, { address }: Door, loginName: string): TryLimit[] {
  const { sha256Hex } = house
  return [
    { bucket: 'sign-in everywhere', max: MAX_TRIES.everywhere },
    { bucket: `sign-in name ${sha256Hex(`name ${loginName}`)}`, max: MAX_TRIES.name },
    { bucket: `sign-in address ${sha256Hex(`address ${addressBlock(address)}`)}`, max: MAX_TRIES.address },
  ]
}

type Beginning = {
  readonly door: Door
  readonly now: Instant
  readonly post: NamedPost
  readonly counted: CountedTry
}

async function begin(house: House, { door, now, post, counted }: Beginning): Promise<SignedIn> {
  const { districtId } = house
  const { postId, personId, role, unitId } = post
  const actor: Actor = { districtId, role, postId, personId, unitId }
  const token = mintToken(house.random)
  const tokenSha256 = hashToken(house.sha256Hex, token)
  const lifeMs = SESSION_LIFE_MS[door.app]
  await inTransaction(house.pool, actor, async (tx) => {
    await giveBackTry(tx, districtId, counted)
    await addSession(tx, districtId, {
      tokenSha256,
      app: door.app,
      postId,
      beganAt: now,
      expiresAt: addMs(now, lifeMs),
    })
    await trace(tx, house, { actor, now, door, personId, outcome: 'signed-in' })
  })
  return { status: 'signed-in', me: toMe(districtId, post, now), token, lifeMs, serverTime: now }
}

type Trace = {
  readonly actor: Actor
  readonly now: Instant
  readonly door: Door
  readonly personId: string | undefined
  readonly outcome: SignInResult['status']
}

async function trace(tx: Tx, house: House, { actor, now, ...seen }: Trace): Promise<void> {
  await leaveTrace(tx, house, {
    by: actor,
    at: now,
    procedure: 'session.signIn',
    entity: `person:${seen.personId ?? 'unknown'}`,
    detail: { app: seen.door.app, outcome: seen.outcome },
  })
}
