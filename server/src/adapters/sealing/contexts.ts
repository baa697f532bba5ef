import { hkdfSync } from 'node:crypto'
import { CipherSuite, DhkemP256HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core'
import type { DeviceId, DistrictId } from '@onetrip/shared/lib/ids'
import { CONTEXT_EXPORT, contextInfo } from '@onetrip/shared/wire/envelope'
import type { PrivateSealingKey } from './sealingKeys'

/** Which context: of one device, to one of our keys, as it was encapsulated. */
export type ContextName = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly keyId: string
  readonly enc: Uint8Array<ArrayBuffer>
}

/** The key material of a context; undefined when there is no such key, and rejected when `enc` is no point of the curve. */
export type FindMaterial = (name: ContextName) => Promise<Uint8Array> | undefined

/** As many as send on one day in a large district; the oldest goes, and is set up again when it is asked for. */
const MOST_CONTEXTS = 4096

/** Sets a context up once for all that a device seals on a day: 1.1 ms, as long as everything else together. */
export function createContexts(keys: readonly PrivateSealingKey[]): FindMaterial {
  const keyById = new Map(keys.map((key) => [key.publicKey.keyId, key]))
  const kept = new Map<string, Promise<Uint8Array>>()

  return (name) => {
    const key = keyById.get(name.keyId)
    if (!key) return undefined
    const keptAs = [name.districtId, name.deviceId, name.keyId, Buffer.from(name.enc).toString('base64')].join(' ')
    const material = kept.get(keptAs) ?? setUp(key, name)
    // Put back at the end: what was asked for last goes last.
    kept.delete(keptAs)
    kept.set(keptAs, material)
    const [oldest] = kept.keys()
    if (kept.size > MOST_CONTEXTS && oldest !== undefined) kept.delete(oldest)
    // Nothing is kept of one that is none: anybody can send those.
    material.catch(() => kept.delete(keptAs))
    return material
  }
}

async function setUp({ scalar }: PrivateSealingKey, { districtId, deviceId, enc }: ContextName): Promise<Uint8Array> {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new ExportOnly() })
  const recipientKey = await suite.kem.importKey('raw', scalar.buffer, false)
  const info = contextInfo(districtId, deviceId).buffer
  const context = await suite.createRecipientContext({ recipientKey, enc: Uint8Array.from(enc).buffer, info })
  return new Uint8Array(await context.export(new TextEncoder().encode(CONTEXT_EXPORT).buffer, 32))
}

/** The AES key of one envelope in a context. */
export const deriveEnvelopeKey = (material: Uint8Array, label: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', material, new Uint8Array(), label, 32))
