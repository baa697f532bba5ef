import * as z from 'zod/mini'
import { AcknowledgementKey } from './acknowledgement'
import { SealingKey } from './sealingKey'

/** What stands for all keys of the house. */
export const KeysDigest = z.string().check(z.maxLength(64))

/** The public keys of the house, with what stands for them: all of them, to whoever has not said that they are known. */
export const ToldKeys = z.object({
  keysDigest: z.optional(KeysDigest),
  /** Whose signatures under acknowledgements hold. */
  acknowledgementKeys: z.optional(z.array(AcknowledgementKey)),
  /** To whom a tablet seals: to the first; the others can still open what was sealed before. */
  envelopeKeys: z.optional(z.array(SealingKey)),
  /** To whom a tablet seals its agent's vault key, so that the office can help who forgot a passphrase. */
  recoveryKey: z.optional(SealingKey),
})
export type ToldKeys = z.infer<typeof ToldKeys>
