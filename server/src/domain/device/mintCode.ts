import type { StationId } from '@onetrip/shared/lib/ids'
import { mintRegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { addMs } from '@onetrip/shared/lib/time'
import type { MintCodeAnswer } from '@onetrip/shared/wire/device'
import { findStationNames } from '../../db/district'
import { addCode, findOpenCodes, lockCodes } from '../../db/registrationCodes'
import { inTransaction } from '../../db/transaction'
import { CODE_LIFE_MS, hashRegistrationCode } from '../access/registrationCode'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** Open at one time in a district. Each lies on a paper somewhere, so there are no more than a day hands out. */
export const MAX_OPEN_CODES = 200

/** A code for one new tablet at the station. This answer alone holds it: the server keeps its hash. [SYNC-R17] */
export async function mintCode(house: House, actor: Actor, stationId: StationId): Promise<MintCodeAnswer> {
  const { districtId } = actor
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    await lockCodes(tx, districtId)
    const [stations, open] = await Promise.all([
      findStationNames(tx, districtId),
      findOpenCodes(tx, districtId, { now, limit: MAX_OPEN_CODES }),
    ])
    const station = stations.find((one) => one.stationId === stationId)
    if (!station) return { status: 'unknown-station' }
    if (open.length >= MAX_OPEN_CODES) return { status: 'too-many-open' }
    const code = mintRegistrationCode(house.random)
    const kept = { codeId: house.newId(), stationId, mintedAt: now, expiresAt: addMs(now, CODE_LIFE_MS) }
    const codeSha256 = hashRegistrationCode(house.sha256Hex, code)
    await addCode(tx, districtId, { ...kept, codeSha256, mintedBy: actor.postId })
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'device.mintCode',
      entity: `registration-code:${kept.codeId}`,
      detail: { stationId },
    })
    return { status: 'minted', code, stationName: station.name, expiresAt: kept.expiresAt }
  })
}
