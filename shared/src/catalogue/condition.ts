import * as z from 'zod/mini'
import { assertNever } from '../lib/result'

/** What a form holds under one canonical field id. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
export type FieldValue = z.infer<typeof FieldValue>
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>

/**
 * When a field, a material or a theme member applies. Data of the item version, so that an admin can
 * change it without a release; deliberately too small to be a programming language.
 */
export type Condition =
  | { readonly if: 'always' }
  | { readonly if: 'equals'; readonly field: string; readonly value: string | number | boolean }
  | { readonly if: 'one-of'; readonly field: string; readonly values: readonly string[] }
  | { readonly if: 'more-than'; readonly field: string; readonly value: number }
  | { readonly if: 'all'; readonly of: readonly Condition[] }
  | { readonly if: 'any'; readonly of: readonly Condition[] }
  | { readonly if: 'not'; readonly of: Condition }

export const Condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z.discriminatedUnion('if', [
    z.object({ if: z.literal('always') }),
    z.object({ if: z.literal('equals'), field: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }),
    z.object({ if: z.literal('one-of'), field: z.string(), values: z.array(z.string()) }),
    z.object({ if: z.literal('more-than'), field: z.string(), value: z.number() }),
    z.object({ if: z.literal('all'), of: z.array(Condition) }),
    z.object({ if: z.literal('any'), of: z.array(Condition) }),
    z.object({ if: z.literal('not'), of: Condition }),
  ]),
)

/** An unanswered field makes its comparison false; it never throws. */
export function holds(condition: Condition, values: FieldValues): boolean {
  switch (condition.if) {
    case 'always':
      return true
    case 'equals':
      return values[condition.field] === condition.value
    case 'one-of': {
      const value = values[condition.field]
      const chosen = Array.isArray(value) ? value : [value]
      return chosen.some((one) => typeof one === 'string' && condition.values.includes(one))
    }
    case 'more-than': {
      const value = values[condition.field]
      return typeof value === 'number' && value > condition.value
    }
    case 'all':
      return condition.of.every((part) => holds(part, values))
    case 'any':
      return condition.of.some((part) => holds(part, values))
    case 'not':
      return !holds(condition.of, values)
    default:
      return assertNever(condition)
  }
}
