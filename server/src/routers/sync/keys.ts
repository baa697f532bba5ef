import { HouseKeys } from '@onetrip/shared/wire/houseKeys'
import { procedure } from '../trpc'

/** The public keys of the house. Nothing personal, so it leaves no trace. */
export const keys = procedure('keys.read')
  .output(HouseKeys)
  .query(({ ctx: { house } }) => ({
    acknowledgementKeys: [...house.acknowledger.keys],
    envelopeKeys: [...house.envelopes.keys],
  }))
