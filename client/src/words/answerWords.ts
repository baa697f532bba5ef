import type { FieldValue } from '@onetrip/shared/catalogue/condition'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import { assertNever } from '@onetrip/shared/lib/result'
import { parsePlainDate } from '@onetrip/shared/lib/time'
import type { Words } from './useWords'

/** An answer as a person reads it, in the words in which it was picked; empty when there is none. */
export function answerWords({ input }: FormField, value: FieldValue | undefined, words: Words): string {
  const { t } = words
  if (value === undefined) return ''
  switch (input.kind) {
    case 'choice':
    case 'choices':
      return [value]
        .flat()
        .map((one) => input.options.find((option) => option.value === one)?.label ?? String(one))
        .join(t('case.listSeparator'))
    case 'yes-no':
      return t(value === true ? 'case.answer.yes' : 'case.answer.no')
    case 'number': {
      const number = typeof value === 'number' ? words.formatNumber(value) : String(value)
      return input.unit ? t('case.answer.withUnit', { number, unit: input.unit }) : number
    }
    case 'date': {
      const date = parsePlainDate(String(value))
      return date ? words.formatDate(date) : String(value)
    }
    case 'text':
    case 'long-text':
    case 'resident-id':
    case 'credit-code':
    case 'mobile':
      return String(value)
    default:
      return assertNever(input)
  }
}
