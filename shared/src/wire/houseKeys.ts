import * as z from 'zod/mini'
import { AcknowledgementKey } from './acknowledgement'
import { SealingKey } from './sealingKey'

/** The public keys of the house, as every pull names them, for whoever has nothing to pull. */
export const HouseKeys = z.object({
  acknowledgementKeys: z.array(AcknowledgementKey),
  envelopeKeys: z.array(SealingKey),
})
export type HouseKeys = z.infer<typeof HouseKeys>
