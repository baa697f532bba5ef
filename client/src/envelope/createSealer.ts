import type { DeviceId, DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import { concat, operationLabel, scanKeyLabel, signedOperation } from '@onetrip/shared/wire/envelope'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { Sealer } from '../db/sealer'
import { packWords } from './packWords'
import { openScan, sealScan } from './scanCipher'
import { createSealTo } from './sealingContext'
import { sign } from './sign'

export type SealerDeps = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly random: RandomBytes
  readonly nowMs: () => number
  /** The server's keys as it named them last; the first is the one for new envelopes. */
  readonly readKeys: () => Promise<readonly SealingKey[]>
  /** The device's own key, made at its registration; undefined before that. */
  readonly readSigningKey: () => Promise<CryptoKey | undefined>
}

/** Seals by the browser's own cryptography what leaves this device. Shapes and labels: `shared/wire/envelope.ts`. */
export function createSealer({ districtId, deviceId, random, nowMs, readKeys, readSigningKey }: SealerDeps): Sealer {
  const sealTo = createSealTo({ districtId, deviceId, random, nowMs })

  return {
    sealScan: (name, bytes) => sealScan(name, bytes, random),
    openScan,
    sealOperation: async (name, words) => {
      const [[key], signingKey] = await Promise.all([readKeys(), readSigningKey()])
      if (!key || !signingKey) return undefined
      const { keyId } = key
      const label = operationLabel({ ...name, districtId, deviceId, keyId })
      const envelope = await sealTo(key, label, packWords(words))
      const signature = await sign(signingKey, signedOperation(label, envelope))
      return { keyId, bytes: concat([signature, envelope]) }
    },
    sealScanKey: async (name, scanKey) => {
      const [key] = await readKeys()
      if (!key) return undefined
      const { keyId } = key
      return { keyId, bytes: await sealTo(key, scanKeyLabel({ ...name, districtId, deviceId, keyId }), scanKey) }
    },
    isKnown: async (keyId) => (await readKeys()).some((key) => key.keyId === keyId),
  }
}
