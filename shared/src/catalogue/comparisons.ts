import { assertNever } from '../lib/result'
import type { Condition } from './condition'
import type { FieldInput } from './formField'

/** A part of a condition that looks at one field. */
export type Comparison = Extract<Condition, { readonly field: string }>

/** Every comparison in the condition, outermost first. */
export function comparisonsIn(condition: Condition): Comparison[] {
  switch (condition.if) {
    case 'always':
      return []
    case 'equals':
    case 'one-of':
    case 'more-than':
      return [condition]
    case 'all':
    case 'any':
      return condition.of.flatMap(comparisonsIn)
    case 'not':
      return comparisonsIn(condition.of)
    default:
      return assertNever(condition)
  }
}

/** Whether an answer to this input could ever make the comparison true; a misspelt option could not. */
export function canHold(comparison: Comparison, input: FieldInput): boolean {
  switch (comparison.if) {
    case 'equals':
      return canEqual(comparison.value, input)
    case 'one-of':
      return comparison.values.length > 0 && comparison.values.every((value) => canInclude(value, input))
    case 'more-than':
      return input.kind === 'number' && (input.max === undefined || input.max > comparison.value)
    default:
      return assertNever(comparison)
  }
}

/** An answer to `choices` is a list, and a list equals nothing: those conditions say `one-of`. */
function canEqual(value: string | number | boolean, input: FieldInput): boolean {
  if (input.kind === 'number') return typeof value === 'number'
  if (input.kind === 'yes-no') return typeof value === 'boolean'
  return typeof value === 'string' && input.kind !== 'choices' && canInclude(value, input)
}

function canInclude(value: string, input: FieldInput): boolean {
  if (input.kind === 'number' || input.kind === 'yes-no') return false
  if (input.kind === 'choice' || input.kind === 'choices') return input.options.some((option) => option.value === value)
  return true
}
