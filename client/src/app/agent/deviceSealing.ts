import type { DeviceId, DistrictId, RandomBytes } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import type { Sealer } from '../../db/sealer'
import { createSealer } from '../../envelope/createSealer'
import { readSigningKey } from '../../envelope/sign'

type Sealing = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly random: RandomBytes
  readonly nowMs: () => number
}

/** The sealer of one agent's device: keys are read when they are needed, for they come and change with each pull. */
export const createDeviceSealer = (db: LocalDatabase, sealing: Sealing): Sealer =>
  createSealer({
    ...sealing,
    readKeys: async () => (await readMeta(db, 'sync'))?.envelopeKeys ?? [],
    readSigningKey: () => readSigningKey(db),
  })
