import * as z from 'zod/mini'
import { CorrectionId } from '../lib/ids'
import { Instant } from '../lib/time'

/** One thing that is missing or wrong, pointing at where it is mended. */
export const CorrectionPoint = z.object({
  at: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('field'), fieldId: z.string().check(z.maxLength(64)) }),
    z.object({ kind: z.literal('material'), materialCode: z.string().check(z.maxLength(64)) }),
    z.object({ kind: z.literal('party'), partyRole: z.string().check(z.maxLength(40)) }),
    z.object({ kind: z.literal('other') }),
  ]),
  words: z.string().check(z.minLength(1), z.maxLength(1000)),
})
export type CorrectionPoint = z.infer<typeof CorrectionPoint>

/** 补正通知: everything at once (一次性告知, 行政许可法 art. 32(4)). */
export const Correction = z.object({
  correctionId: CorrectionId,
  points: z.array(CorrectionPoint).check(z.minLength(1), z.maxLength(60)),
  askedAt: Instant,
})
export type Correction = z.infer<typeof Correction>
