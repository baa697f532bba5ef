import type { DeviceId, DistrictId, StationId } from '@onetrip/shared/lib/ids'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { Instant } from '@onetrip/shared/lib/time'
import { isDemoCode, useCode } from '../../db/registrationCodes'
import type { Tx } from '../../db/transaction'
import type { Sha256Hex } from '../case/chainEvents'
import type { House } from '../house'

/** How long a code lets a tablet in: minted in the morning, typed by the next. */
export const CODE_LIFE_MS = 24 * 60 * 60_000

/** Only whoever holds the paper knows the code. With 59 random bits a fast hash gives nothing away. */
export const hashRegistrationCode = (sha256Hex: Sha256Hex, code: RegistrationCode): string =>
  sha256Hex(`registration ${code}`)

type CodeUse = {
  readonly districtId: DistrictId
  readonly stationId: StationId
  readonly deviceId: DeviceId
  readonly code: RegistrationCode
  readonly now: Instant
}

/**
 * Takes the code for this device: true once for each code, whoever comes at once. Wrong, used, expired, foreign and
 * called-back ones are all false. [SYNC-R17]
 */
export async function takeCode(tx: Tx, house: House, use: CodeUse): Promise<boolean> {
  const { districtId, stationId, deviceId, code, now } = use
  const codeSha256 = hashRegistrationCode(house.sha256Hex, code)
  if (await useCode(tx, districtId, { codeSha256, stationId, deviceId, now })) return true
  return house.isDemo && isDemoCode(tx, districtId, { codeSha256, stationId })
}
