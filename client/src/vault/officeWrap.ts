import {
  OFFICE_WRAP_INFO,
  officeWrapPlace,
  RECOVERY_REPLY_INFO,
  recoveryReplyPlace,
} from '@onetrip/shared/wire/recovery'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { Me } from '@onetrip/shared/wire/session'
import type { OfficeWrap, RecoveryRecord } from '../db/vaultRecord'
import { fromBase64 } from '@onetrip/shared/lib/base64'
import type { RawVaultKey } from './vaultKey'

/** Whose vault it is. */
export type VaultOwner = Pick<Me, 'districtId' | 'postId'>

/** The vault's key, for nobody but the holder of the office's recovery key, and as this agent's alone. */
export async function wrapForOffice(
  { raw, vaultId, owner }: { raw: RawVaultKey; vaultId: string; owner: VaultOwner },
  { keyId, alg, publicKey }: SealingKey,
): Promise<OfficeWrap> {
  const suite = await openSuite()
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromBase64(publicKey).buffer)
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: bytesOf(OFFICE_WRAP_INFO) },
    raw.slice().buffer,
    bytesOf(officeWrapPlace({ ...owner, vaultId })),
  )
  return { alg, keyId, enc, wrapped: ct }
}

/** A pair for one request. The private half cannot be read out, and still be kept by the browser. */
export const makeReplyKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])

/** The vault's key as the office sent it back; undefined when the answer is not one to this request. */
export async function openReply(
  { requestId, vaultId, replyKeys }: RecoveryRecord,
  reply: { readonly enc: string; readonly sealed: string },
): Promise<RawVaultKey | undefined> {
  const suite = await openSuite()
  const opened = suite.open(
    { recipientKey: replyKeys, enc: fromBase64(reply.enc).buffer, info: bytesOf(RECOVERY_REPLY_INFO) },
    fromBase64(reply.sealed).buffer,
    bytesOf(recoveryReplyPlace({ recoveryId: requestId, vaultId })),
  )
  return opened.then(
    (raw) => new Uint8Array(raw),
    () => undefined,
  )
}

/** Fetched when it is first needed: not at every unlock. */
async function openSuite() {
  const { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = await import('@hpke/core')
  return new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
}

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer
