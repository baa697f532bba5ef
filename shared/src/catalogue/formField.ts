import * as z from 'zod/mini'
import { Condition } from './condition'

/** An option's stored value and the words a person picks. */
export const FieldOption = z.object({ value: z.string(), label: z.string() })
export type FieldOption = z.infer<typeof FieldOption>

export const FieldInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), maxLength: z.int() }),
  z.object({ kind: z.literal('long-text'), maxLength: z.int() }),
  z.object({
    kind: z.literal('number'),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
    unit: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('date'), notInFuture: z.optional(z.boolean()) }),
  z.object({ kind: z.literal('choice'), options: z.array(FieldOption) }),
  z.object({ kind: z.literal('choices'), options: z.array(FieldOption) }),
  z.object({ kind: z.literal('yes-no') }),
  z.object({ kind: z.literal('resident-id') }),
  z.object({ kind: z.literal('credit-code') }),
  z.object({ kind: z.literal('mobile') }),
])
export type FieldInput = z.infer<typeof FieldInput>

/**
 * One question of an item's form. `id` is the canonical field id: two items of a theme that ask the same
 * id are answered by one entry. `when` hides the question and drops it from the checks.
 */
export const FormField = z.object({
  id: z.string().check(z.regex(/^[a-z][A-Za-z0-9]{1,40}$/)),
  label: z.string(),
  hint: z.optional(z.string()),
  group: z.optional(z.string()),
  required: z.boolean(),
  when: z.optional(Condition),
  input: FieldInput,
})
export type FormField = z.infer<typeof FormField>
