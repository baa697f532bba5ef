import type { FieldValue } from '../catalogue/condition'
import type { FieldInput, FormField } from '../catalogue/formField'
import { checkCreditCode } from '../lib/creditCode'
import { checkMobile } from '../lib/mobile'
import { checkResidentId } from '../lib/residentId'
import { assertNever } from '../lib/result'
import { parsePlainDate, type PlainDate } from '../lib/time'
import { PROBLEM_BY_REFUSAL } from './checkParty'
import type { Problem, ProblemKind } from './problem'

/** One answer against its question. Missing is a gap; an impossible answer is an error. */
export function checkField(field: FormField, value: FieldValue | undefined, today: PlainDate): Problem[] {
  const place = { in: 'field', fieldId: field.id } as const
  if (isEmpty(value)) return field.required ? [{ severity: 'gap', kind: 'missing', place }] : []
  const kind = findFault(field.input, value, today)
  return kind ? [{ severity: 'error', kind, place }] : []
}

const isEmpty = (value: FieldValue | undefined): value is undefined =>
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** Length in characters as people count them: 𠮷 is one. */
const countCharacters = (text: string): number => Array.from(text).length

function findFault(input: FieldInput, value: FieldValue, today: PlainDate): ProblemKind | undefined {
  switch (input.kind) {
    case 'text':
    case 'long-text':
      return countCharacters(String(value)) > input.maxLength ? 'too-long' : undefined
    case 'number':
      return findNumberFault(input, value)
    case 'date':
      return findDateFault(input, value, today)
    case 'choice':
      return input.options.some((option) => option.value === value) ? undefined : 'not-an-option'
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [String(value)]
      return chosen.every((one) => input.options.some((option) => option.value === one)) ? undefined : 'not-an-option'
    }
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : 'not-an-option'
    case 'resident-id': {
      const answer = checkResidentId(String(value), today)
      return answer.ok ? undefined : PROBLEM_BY_REFUSAL[answer.error]
    }
    case 'credit-code':
      return checkCreditCode(String(value)).ok ? undefined : 'credit-code-invalid'
    case 'mobile':
      return checkMobile(String(value)).ok ? undefined : 'mobile-invalid'
    default:
      return assertNever(input)
  }
}

function findNumberFault(input: Extract<FieldInput, { kind: 'number' }>, value: FieldValue): ProblemKind | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not-a-number'
  const isOutside = (input.min !== undefined && value < input.min) || (input.max !== undefined && value > input.max)
  return isOutside ? 'out-of-range' : undefined
}

function findDateFault(
  input: Extract<FieldInput, { kind: 'date' }>,
  value: FieldValue,
  today: PlainDate,
): ProblemKind | undefined {
  const date = typeof value === 'string' ? parsePlainDate(value) : undefined
  if (!date) return 'not-a-date'
  return input.notInFuture && date > today ? 'date-in-future' : undefined
}
