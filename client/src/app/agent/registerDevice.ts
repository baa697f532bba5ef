import { DeviceId, type PostId } from '@onetrip/shared/lib/ids'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { assertNever } from '@onetrip/shared/lib/result'
import { RegisterDeviceAnswer } from '@onetrip/shared/wire/session'
import { ask } from '../../api/reply'
import type { ServerClient } from '../../api/serverClient'
import type { LocalDatabase } from '../../db/localDatabase'
import { NO_SYNC, readMeta, writeMeta, type RegistrationMeta } from '../../db/meta'
import { makeDeviceKey } from '../../device/makeDeviceKey'
import { waitMinutes } from '../../stores/waitMinutes'
import { withStore } from './withStore'

type RegisterDeps = {
  readonly client: ServerClient
  readonly postId: PostId
  readonly newId: () => string
  /** What the agent typed, where the server asked for it. */
  readonly code?: RegistrationCode | undefined
}

/** `unanswered`: the tablet has no number yet, and the server gave none. */
export type Registered =
  | { readonly kind: 'registered'; readonly deviceId: DeviceId }
  | { readonly kind: 'code-wanted' }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }

/**
 * The device number is part of receipt numbers, so the tablet has one before anything is taken in. It is asked for at
 * every sign-in: a server that was restored from a backup may not know the tablet any more, and gives it another; and
 * a tablet of before has no key yet. Throws when the tablet's own store failed. [SYNC-R17]
 */
export function registerDevice(deps: RegisterDeps): Promise<Registered> {
  return withStore(deps.postId, (db) => askForNumber(db, deps))
}

async function askForNumber(db: LocalDatabase, { client, newId, code }: RegisterDeps): Promise<Registered> {
  const known = await readMeta(db, 'device')
  const begun = await readBegun(db, newId)
  const { deviceId, publicKey } = begun
  const reply = await ask(RegisterDeviceAnswer, () =>
    client.session.registerDevice.mutate({ deviceId, publicKey, ...(code !== undefined && { code }) }),
  )
  // It has a number already: taking in goes on, and what is wrong shows when it sends.
  const otherwise: Registered = known ? { kind: 'registered', deviceId: known.deviceId } : { kind: 'unanswered' }
  if (reply.kind !== 'answer') return otherwise
  const { answer } = reply
  switch (answer.status) {
    case 'registered':
      await keepRegistration(db, begun, answer)
      return { kind: 'registered', deviceId }
    case 'code-wanted':
    case 'wrong-code':
      return { kind: answer.status }
    case 'too-many-tries':
      return { kind: 'too-many-tries', waitMinutes: waitMinutes(answer.retryAfterSeconds) }
    case 'id-taken':
      // Another tablet's: the next sign-in begins under another id.
      if (!known) await db.meta.delete('registration')
      return otherwise
    default:
      return assertNever(answer)
  }
}

/**
 * Under which id and key the tablet registers. Both are on the disk before the server hears of them: when its answer
 * is lost, the same ask again, and the code is not used up for nothing.
 */
async function readBegun(db: LocalDatabase, newId: () => string): Promise<RegistrationMeta> {
  const made = await makeDeviceKey()
  return db.transaction('rw', db.meta, async () => {
    const known = await readMeta(db, 'device')
    const begun = await readMeta(db, 'registration')
    if (begun && (!known || begun.deviceId === known.deviceId)) return begun
    const next = { deviceId: known?.deviceId ?? DeviceId.parse(newId()), ...made }
    await writeMeta(db, 'registration', next)
    return next
  })
}

/** Whatever another tab counts up meanwhile stays counted. */
async function keepRegistration(
  db: LocalDatabase,
  { deviceId, signingKey }: RegistrationMeta,
  { deviceNumber, envelopeKeys, recoveryKey }: Extract<RegisterDeviceAnswer, { status: 'registered' }>,
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const known = await readMeta(db, 'device')
    const counted = { nextReceiptCounter: 0, ...known }
    await writeMeta(db, 'device', { ...counted, deviceId, deviceNumber, signingKey })
    const sync = (await readMeta(db, 'sync')) ?? NO_SYNC
    await writeMeta(db, 'sync', { ...sync, ...(envelopeKeys && { envelopeKeys }), ...(recoveryKey && { recoveryKey }) })
  })
}
