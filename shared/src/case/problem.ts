import * as z from 'zod/mini'

/** Where a problem sits, so that a screen can lead to it. */
export const ProblemPlace = z.discriminatedUnion('in', [
  z.object({ in: z.literal('items'), itemCode: z.string() }),
  z.object({
    in: z.literal('party'),
    partyId: z.string(),
    property: z.enum(['name', 'idNumber', 'mobile', 'address']),
  }),
  z.object({ in: z.literal('field'), fieldId: z.string() }),
  z.object({ in: z.literal('material'), materialCode: z.string() }),
  z.object({ in: z.literal('delivery'), property: z.enum(['mode', 'recipient', 'mobile', 'address']) }),
  z.object({ in: z.literal('signature') }),
])
export type ProblemPlace = z.infer<typeof ProblemPlace>

/** What the leave-the-door check can find. The sentence is chosen by the reader's app. */
export const ProblemKind = z.enum([
  'missing',
  'too-long',
  'not-a-number',
  'out-of-range',
  'not-a-date',
  'date-in-future',
  'not-an-option',
  'id-length',
  'id-characters',
  'id-area',
  'id-birth-date',
  'id-checksum',
  'credit-code-invalid',
  'mobile-invalid',
  'too-many-pages',
  'item-unknown',
  'item-expired',
  'item-not-yet',
  'not-for-this-applicant',
  'signature-missing',
  'signature-by-other',
  'signature-outdated',
  /** Another department has acted on this; the answer to a correction that did not ask for it may not change it. */
  'relied-on',
])
export type ProblemKind = z.infer<typeof ProblemKind>

/**
 * A `gap` is something missing: the applicant may insist and the organ decides (坚持提交).
 * An `error` is formally impossible and must be mended first.
 */
export const Problem = z.object({ severity: z.enum(['gap', 'error']), kind: ProblemKind, place: ProblemPlace })
export type Problem = z.infer<typeof Problem>
