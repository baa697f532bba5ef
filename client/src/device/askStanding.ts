import { StandingAnswer, type StandingInput } from '@onetrip/shared/wire/device'
import { DEVICE_HEADER, PROOF_HEADER } from '@onetrip/shared/wire/protocol'
import { ask, type Reply } from '../api/reply'
import type { ServerClient } from '../api/serverClient'

type Asking = {
  /** Asks in nobody's name. */
  readonly client: ServerClient
  readonly said: StandingInput
  /** The device's signature of what it says, as base64. */
  readonly proof: string
}

/** How a device stands whose agent is not there, and a word on how it is; signed by itself. [SYNC-R18] */
export async function askStanding({ client, said, proof }: Asking): Promise<Reply<StandingAnswer>> {
  const headers = { [DEVICE_HEADER]: said.deviceId, [PROOF_HEADER]: proof }
  return ask(StandingAnswer, () => client.sync.stand.mutate(said, { context: { headers } }))
}
