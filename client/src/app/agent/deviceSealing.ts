import type { DeviceId, DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import type { Sealer } from '../../db/sealer'
import { createSealer } from '../../envelope/createSealer'
import { rememberSigningKey } from '../../envelope/sign'

type Sealing = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly random: RandomBytes
  readonly nowMs: () => number
}

/** Keys come with a pull, and hold for months: a batch of operations asks for them once, not for each of them. */
const KEYS_HOLD_MS = 1_000

/** The sealer of one agent's device. */
export function createDeviceSealer(db: LocalDatabase, sealing: Sealing): Sealer {
  const known: { keys?: Promise<readonly SealingKey[]>; atMs: number } = { atMs: 0 }
  const readKeys = (): Promise<readonly SealingKey[]> => {
    const nowMs = sealing.nowMs()
    if (known.keys && Math.abs(nowMs - known.atMs) < KEYS_HOLD_MS) return known.keys
    const keys = readMeta(db, 'sync').then((sync) => sync?.envelopeKeys ?? [])
    Object.assign(known, { keys, atMs: nowMs })
    // A store that could not be read is asked again.
    keys.catch(() => delete known.keys)
    return keys
  }
  return createSealer({ ...sealing, readKeys, readSigningKey: rememberSigningKey(db) })
}
