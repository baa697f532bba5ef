import * as z from 'zod/mini'
import { Limit } from '../lib/limit'
import { Condition } from './condition'

/**
 * What an item asks for, and on what ground. A material without `basis` cannot be demanded
 * (取消没有法律法规依据的证明): the schema does not let one be published.
 */
export const MaterialSpec = z.object({
  /** Canonical material code: one scan serves every item of a theme that names the same code. */
  code: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,60}$/)),
  name: z.string(),
  note: z.optional(z.string()),
  /** The legal ground on which it may be demanded. */
  basis: z.string().check(z.minLength(1)),
  need: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('required') }),
    z.object({ kind: z.literal('optional') }),
    /** 容缺后补: may follow within the limit; what happens else is told in advance. */
    z.object({ kind: z.literal('owed'), within: Limit, consequence: z.string() }),
    /** 告知承诺: a signed promise replaces the paper. */
    z.object({ kind: z.literal('promise'), text: z.string() }),
  ]),
  when: z.optional(Condition),
  form: z.enum(['original', 'copy', 'original-and-copy']),
  copies: z.int(),
  source: z.enum(['applicant', 'government', 'other']),
  sourceNote: z.optional(z.string()),
  maxPages: z.int(),
})
export type MaterialSpec = z.infer<typeof MaterialSpec>
