import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { OFFICE_WRAP_INFO, RECOVERY_REPLY_INFO, type SentOfficeWrap } from '@onetrip/shared/wire/recovery'
import type { OfficeKeys } from '../../domain/recovery/officeKeys'
import type { PrivateSealingKey } from './sealingKeys'

/** Opens wraps to any of these keys; the first is the one that tablets wrap to. */
export function createOfficeKeys(keys: readonly [PrivateSealingKey, ...PrivateSealingKey[]]): OfficeKeys {
  const keyById = new Map(keys.map((key) => [key.publicKey.keyId, key]))
  return {
    publicKey: keys[0].publicKey,
    has: (keyId) => keyById.has(keyId),
    rewrap: async (wrap, { from, to, replyKey }) => {
      const key = keyById.get(wrap.keyId)
      const vaultKey = key && (await openWrap(key, wrap, from))
      if (!vaultKey) return undefined
      try {
        return await sealReply(vaultKey, { to, replyKey })
      } finally {
        vaultKey.fill(0)
      }
    },
  }
}

async function openWrap(
  { scalar }: PrivateSealingKey,
  { enc, wrapped }: SentOfficeWrap,
  place: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const suite = openSuite()
  const recipientKey = await suite.kem.importKey('raw', Uint8Array.from(scalar).buffer, false)
  const params = { recipientKey, enc: bufferOf(enc), info: bytesOf(OFFICE_WRAP_INFO) }
  // HPKE throws for whatever does not fit: another key, another place, changed bytes, a point off the curve.
  return suite.open(params, bufferOf(wrapped), bytesOf(place)).then(
    (opened) => new Uint8Array(opened),
    () => undefined,
  )
}

async function sealReply(vaultKey: Uint8Array<ArrayBuffer>, { to, replyKey }: { to: string; replyKey: string }) {
  const suite = openSuite()
  const recipientPublicKey = await suite.kem.importKey('raw', bufferOf(replyKey)).catch(() => undefined)
  if (!recipientPublicKey) return undefined
  const params = { recipientPublicKey, info: bytesOf(RECOVERY_REPLY_INFO) }
  const { enc, ct } = await suite.seal(params, vaultKey.buffer, bytesOf(to))
  return { enc: Buffer.from(enc).toString('base64'), sealed: Buffer.from(ct).toString('base64') }
}

/** A new one each time: a suite holds nothing, and makes its parts by itself. */
const openSuite = () =>
  new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

/** A buffer of its own: HPKE takes whole buffers. */
const bufferOf = (base64: string): ArrayBuffer => Uint8Array.from(Buffer.from(base64, 'base64')).buffer
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text)).buffer
