import { TrackAnswer, type TrackInput } from '@onetrip/shared/wire/track'
import { ask, type Reply } from './reply'
import type { ServerClient } from './serverClient'

/** All that the residents' pages ask of the server. */
export type ResidentApi = { readonly lookUp: (input: TrackInput) => Promise<Reply<TrackAnswer>> }

export function createResidentApi(client: ServerClient): ResidentApi {
  return { lookUp: (input) => ask(TrackAnswer, () => client.track.lookUp.mutate(input)) }
}
