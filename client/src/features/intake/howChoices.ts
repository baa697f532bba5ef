import type { MaterialEntry } from '@onetrip/shared/case/content'
import type { MaterialSpec } from '@onetrip/shared/catalogue/materialSpec'
import { assertNever } from '@onetrip/shared/lib/result'
import { limitWords } from '../../words/itemSentences'
import type { Words } from '../../words/useWords'

type Choice = { readonly value: MaterialEntry['how']; readonly label: string; readonly hint?: string }

/** The ways in which a material may be met; none to choose from where there is only one. */
export function howChoices(need: MaterialSpec['need'], words: Words): Choice[] {
  const { t } = words
  const now: Choice = { value: 'scanned', label: t('intake.materials.now') }
  switch (need.kind) {
    case 'required':
    case 'optional':
      return []
    case 'owed': {
      const label = t('intake.materials.later', { limit: limitWords(need.within, words) })
      const hint = t('intake.materials.laterHint', { consequence: need.consequence })
      return [now, { value: 'owed', label, hint }]
    }
    case 'promise':
      return [now, { value: 'promised', label: t('intake.materials.promised'), hint: need.text }]
    default:
      return assertNever(need)
  }
}
