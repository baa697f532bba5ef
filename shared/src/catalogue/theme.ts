import * as z from 'zod/mini'
import { Condition } from './condition'
import { FormField } from './formField'
import { ItemCode } from './serviceItem'

/**
 * 一件事: several items behind guided questions, one form, one set of materials.
 * `needs` names members that must be decided first; empty means parallel.
 */
export const Theme = z.object({
  themeCode: z.string().check(z.regex(/^[a-z][a-z-]{1,40}$/)),
  version: z.int(),
  name: z.string(),
  pinyin: z.object({ full: z.string(), initials: z.string() }),
  alsoKnownAs: z.array(z.string()),
  /** Guided questions, asked before the form; their answers are form fields like any other. */
  questions: z.array(FormField),
  lead: ItemCode,
  members: z.array(z.object({ itemCode: ItemCode, when: Condition, needs: z.array(ItemCode) })),
  basis: z.string(),
  isSample: z.boolean(),
})
export type Theme = z.infer<typeof Theme>
