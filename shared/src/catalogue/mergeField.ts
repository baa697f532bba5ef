import { assertNever } from '../lib/result'
import type { FieldInput, FormField } from './formField'

/**
 * One question in place of two that bear the same canonical id: in the words of the first, required if either
 * requires it, its answer within the bounds of both. Publishing sees to it that the kinds agree.
 */
export function mergeField(first: FormField, second: FormField): FormField {
  return { ...first, required: first.required || second.required, input: narrowInput(first.input, second.input) }
}

function narrowInput(first: FieldInput, second: FieldInput): FieldInput {
  switch (first.kind) {
    case 'text':
    case 'long-text':
      return second.kind === first.kind ? { ...first, maxLength: Math.min(first.maxLength, second.maxLength) } : first
    case 'number':
      return second.kind === 'number' ? narrowNumber(first, second) : first
    case 'date':
      return second.kind === 'date' && second.notInFuture ? { ...first, notInFuture: true } : first
    case 'choice':
    case 'choices':
    case 'yes-no':
    case 'resident-id':
    case 'credit-code':
    case 'mobile':
      return first
    default:
      return assertNever(first)
  }
}

type NumberInput = Extract<FieldInput, { kind: 'number' }>

function narrowNumber(first: NumberInput, second: NumberInput): NumberInput {
  const min = Math.max(first.min ?? -Infinity, second.min ?? -Infinity)
  const max = Math.min(first.max ?? Infinity, second.max ?? Infinity)
  return { ...first, ...(min > -Infinity && { min }), ...(max < Infinity && { max }) }
}
