import { TrackAnswer, type TrackInput } from '@onetrip/shared/wire/track'
import { ask, type Reply } from './reply'
import type { PageClient } from './trpcClient'

/** All that the residents' pages ask of the server. */
export type ResidentApi = { readonly lookUp: (input: TrackInput) => Promise<Reply<TrackAnswer>> }

export function createResidentApi(client: PageClient): ResidentApi {
  return { lookUp: (input) => ask(TrackAnswer, () => client.track.lookUp.mutate(input)) }
}
