import { toBase64 } from '@onetrip/shared/lib/base64'
import type { DistrictId } from '@onetrip/shared/lib/ids'
import { StandingAnswer, type DeviceReport } from '@onetrip/shared/wire/device'
import { standingProof } from '@onetrip/shared/wire/envelope'
import { DEVICE_HEADER, PROOF_HEADER } from '@onetrip/shared/wire/protocol'
import { ask, type Reply } from '../api/reply'
import type { ServerClient } from '../api/serverClient'
import { sign } from '../envelope/sign'

type Asking = {
  /** Asks in nobody's name. */
  readonly client: ServerClient
  readonly districtId: DistrictId
  /** The device's own. */
  readonly signingKey: CryptoKey
  readonly report: DeviceReport
}

/** How a device stands whose agent is not there, and a word on how it is; signed by itself. [SYNC-R18] */
export async function askStanding({ client, districtId, signingKey, report }: Asking): Promise<Reply<StandingAnswer>> {
  const proof = toBase64(await sign(signingKey, standingProof(districtId, report)))
  const headers = { [DEVICE_HEADER]: report.deviceId, [PROOF_HEADER]: proof }
  return ask(StandingAnswer, () => client.sync.stand.mutate(report, { context: { headers } }))
}
