import { toBase64 } from '@onetrip/shared/lib/base64'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { RecoveryId, VaultId } from '@onetrip/shared/wire/recovery'
import type { RecoveryAnswer, RecoveryRequestAnswer, RecoveryRequestInput } from '@onetrip/shared/wire/recovery'
import type { LocalDatabase } from '../db/localDatabase'
import { readMeta, writeMeta } from '../db/meta'
import type { OfficeWrap, RecoveryRecord } from '../db/vaultRecord'
import { makeReplyKeys, openReply } from './officeWrap'
import type { RawVaultKey } from './vaultKey'

/** Too much was asked in the last 24 hours; nothing of this request is at the office. */
export type TooOften = { readonly status: 'too-often'; readonly waitMs: number }

/** The office as a tablet asks it. Each call rejects when nobody can be reached or nobody is signed in. */
export type RecoveryOffice = {
  readonly request: (input: RecoveryRequestInput) => Promise<RecoveryRequestAnswer | TooOften>
  readonly answer: (input: { readonly recoveryId: RecoveryId }) => Promise<RecoveryAnswer>
  readonly takeBack: (input: { readonly recoveryId: RecoveryId }) => Promise<void>
}

/** Where the way back into a vault stands. */
export type RecoveryStanding =
  | { readonly kind: 'none' }
  /** The office has nothing by which it could help: it had no key when this vault was last open, or has another. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'too-often'; readonly waitMs: number }
  | { readonly kind: 'waiting'; readonly expiresAt: Instant }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'ended' }
  /** An answer that this tablet cannot open. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'allowed'; readonly raw: RawVaultKey }

type Asking = { readonly db: LocalDatabase; readonly office: RecoveryOffice }

/**
 * Asks the office for the way back. What is needed for its answer is on the disk before it is asked: a lost reply and
 * a reload ask again for the same.
 */
export async function askOffice(
  { db, office }: Asking,
  given: { readonly deviceId: DeviceId; readonly newId: () => string; readonly nowMs: number },
): Promise<RecoveryStanding> {
  const vault = await readMeta(db, 'vault')
  if (!vault?.officeWrap) return { kind: 'impossible' }
  const record = await keepRequest(db, { vaultId: vault.vaultId, requestId: given.newId(), askedAtMs: given.nowMs })
  const answer = await office.request({
    recoveryId: RecoveryId.parse(record.requestId),
    deviceId: given.deviceId,
    vaultId: VaultId.parse(vault.vaultId),
    officeWrap: toWire(vault.officeWrap),
    replyKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', record.replyKeys.publicKey))),
  })
  if (answer.status === 'waiting') return { kind: 'waiting', expiresAt: answer.expiresAt }
  await forgetRequest(db)
  return answer.status === 'too-often' ? { kind: 'too-often', waitMs: answer.waitMs } : { kind: 'impossible' }
}

/** What the office says by now of what was asked. */
export async function lookAtOffice({ db, office }: Asking): Promise<RecoveryStanding> {
  const record = await readMeta(db, 'recovery')
  if (!record) return { kind: 'none' }
  const answer = await office.answer({ recoveryId: RecoveryId.parse(record.requestId) })
  switch (answer.status) {
    case 'waiting':
      return { kind: 'waiting', expiresAt: answer.expiresAt }
    case 'allowed': {
      const raw = await openReply(record, answer)
      return raw ? { kind: 'allowed', raw } : { kind: 'unreadable' }
    }
    case 'refused':
      await forgetRequest(db)
      return { kind: 'refused', reason: answer.reason }
    case 'ended':
      await forgetRequest(db)
      return { kind: 'ended' }
  }
}

/**
 * The request is of no more use: taken back, or it has done its work. With the tablet's half gone nobody can open an
 * answer any more, whether the office hears of it or not.
 */
export async function endRequest({ db, office }: Asking): Promise<void> {
  const record = await readMeta(db, 'recovery')
  if (!record) return
  await forgetRequest(db)
  await office.takeBack({ recoveryId: RecoveryId.parse(record.requestId) }).catch(() => undefined)
}

/** Whether something was asked that has not ended here. */
export const hasRequest = async (db: LocalDatabase): Promise<boolean> => (await readMeta(db, 'recovery')) !== undefined

/** One that stands for this vault already stands on. */
async function keepRequest(db: LocalDatabase, fresh: Omit<RecoveryRecord, 'replyKeys'>): Promise<RecoveryRecord> {
  const replyKeys = await makeReplyKeys()
  return db.transaction('rw', db.meta, async () => {
    const known = await readMeta(db, 'recovery')
    if (known?.vaultId === fresh.vaultId) return known
    const record = { ...fresh, replyKeys }
    await writeMeta(db, 'recovery', record)
    return record
  })
}

const forgetRequest = (db: LocalDatabase): Promise<void> => db.meta.delete('recovery')

const toWire = ({ alg, keyId, enc, wrapped }: OfficeWrap): RecoveryRequestInput['officeWrap'] => ({
  alg,
  keyId,
  enc: toBase64(new Uint8Array(enc)),
  wrapped: toBase64(new Uint8Array(wrapped)),
})
