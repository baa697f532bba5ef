import { canHold, comparisonsIn } from './comparisons'
import type { Condition } from './condition'
import type { FormField } from './formField'

/** What is wrong with a form. `at` names the field, material or member that carries the condition. */
export type FormRefusal =
  | { readonly kind: 'field-repeated'; readonly field: string }
  | { readonly kind: 'options-missing'; readonly field: string }
  | { readonly kind: 'option-repeated'; readonly field: string; readonly option: string }
  /** No answer fits: a least number above the greatest, or a text of no length. */
  | { readonly kind: 'no-answer-fits'; readonly field: string }
  | ConditionRefusal

export type ConditionRefusal =
  | { readonly kind: 'condition-on-unknown-field'; readonly at: string; readonly field: string }
  /** A question may hang only on one before it: whoever fills in goes downwards. */
  | { readonly kind: 'condition-on-later-field'; readonly at: string; readonly field: string }
  /** It compares with what the field can never hold, for instance a misspelt option. */
  | { readonly kind: 'condition-never-true'; readonly at: string; readonly field: string }

/** Everything wrong with one form, in its order: an item's, or a theme's guided questions. */
export function checkForm(form: readonly FormField[]): FormRefusal[] {
  const repeated = repeatsIn(form.map((field) => field.id))
  return [
    ...repeated.map((field): FormRefusal => ({ kind: 'field-repeated', field })),
    ...form.flatMap(checkInput),
    ...form.flatMap(({ id, when }, index) =>
      when ? checkCondition(when, { at: id, fields: form.slice(0, index), laterFields: form.slice(index) }) : [],
    ),
  ]
}

function checkInput({ id: field, input }: FormField): FormRefusal[] {
  switch (input.kind) {
    case 'choice':
    case 'choices': {
      if (input.options.length === 0) return [{ kind: 'options-missing', field }]
      const repeated = repeatsIn(input.options.map((option) => option.value))
      return repeated.map((option) => ({ kind: 'option-repeated', field, option }))
    }
    case 'number':
      return (input.min ?? -Infinity) > (input.max ?? Infinity) ? [{ kind: 'no-answer-fits', field }] : []
    case 'text':
    case 'long-text':
      return input.maxLength < 1 ? [{ kind: 'no-answer-fits', field }] : []
    default:
      return []
  }
}

/** Where a condition stands and which fields it may name. */
export type ConditionSite = {
  readonly at: string
  readonly fields: readonly FormField[]
  readonly laterFields?: readonly FormField[]
}

/** Everything wrong with a condition: each field it names must be asked, and able to answer as it expects. */
export function checkCondition(condition: Condition, { at, fields, laterFields }: ConditionSite): ConditionRefusal[] {
  return comparisonsIn(condition).flatMap((comparison): ConditionRefusal[] => {
    const { field } = comparison
    const asked = fields.find(({ id }) => id === field)
    if (asked) return canHold(comparison, asked.input) ? [] : [{ kind: 'condition-never-true', at, field }]
    const isLater = laterFields?.some(({ id }) => id === field)
    return [{ kind: isLater ? 'condition-on-later-field' : 'condition-on-unknown-field', at, field }]
  })
}

/** The keys that occur more than once, each once. */
export function repeatsIn(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
}
