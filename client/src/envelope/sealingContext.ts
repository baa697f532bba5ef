import { CipherSuite, DhkemP256HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core'
import { fromBase64 } from '@onetrip/shared/lib/base64'
import type { DeviceId, DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import { CONTEXT_EXPORT, contextInfo, IV_BYTES, joinEnvelope } from '@onetrip/shared/wire/envelope'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'

/** What one HPKE context gives: the encapsulation that the server needs, and the material of all its keys. */
type SealingContext = { readonly keyId: string; readonly enc: Uint8Array<ArrayBuffer>; readonly material: CryptoKey }

/** Seals what stands under a label: a key of its own, from the label and the context, and the label authenticated. */
export type SealTo = (
  key: SealingKey,
  label: Uint8Array<ArrayBuffer>,
  clear: Uint8Array<ArrayBuffer>,
) => Promise<Uint8Array<ArrayBuffer>>

type SealingDeps = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly random: RandomBytes
  readonly nowMs: () => number
}

/** A tablet that goes on for weeks still begins a new context each day. */
const CONTEXT_LIFE_MS = 24 * 60 * 60_000

/** Sets up an HPKE context when it is first wanted and keeps it for a day: that costs more than all else together. */
export function createSealTo({ districtId, deviceId, random, nowMs }: SealingDeps): SealTo {
  const kept: { context?: Promise<SealingContext>; keyId?: string; untilMs: number } = { untilMs: 0 }

  function contextTo(key: SealingKey): Promise<SealingContext> {
    const isUsable =
      kept.keyId === key.keyId && Math.abs(kept.untilMs - nowMs()) <= CONTEXT_LIFE_MS && nowMs() < kept.untilMs
    if (kept.context && isUsable) return kept.context
    const context = setUp(key, contextInfo(districtId, deviceId))
    Object.assign(kept, { context, keyId: key.keyId, untilMs: nowMs() + CONTEXT_LIFE_MS })
    return context
  }

  return async (key, label, clear) => {
    const { enc, material } = await contextTo(key)
    const aes = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: label },
      material,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt'],
    )
    const iv = Uint8Array.from(random(IV_BYTES))
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: label }, aes, clear)
    return joinEnvelope({ enc, iv, sealed: new Uint8Array(sealed) })
  }
}

async function setUp({ keyId, publicKey }: SealingKey, info: Uint8Array<ArrayBuffer>): Promise<SealingContext> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new ExportOnly(),
  })
  const recipientPublicKey = await suite.kem.importKey('raw', fromBase64(publicKey).buffer)
  const sender = await suite.createSenderContext({ recipientPublicKey, info: info.buffer })
  const exported = await sender.export(new TextEncoder().encode(CONTEXT_EXPORT).buffer, 32)
  const material = await crypto.subtle.importKey('raw', exported, 'HKDF', false, ['deriveKey'])
  return { keyId, enc: new Uint8Array(sender.enc), material }
}
