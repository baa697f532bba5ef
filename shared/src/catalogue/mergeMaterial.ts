import { assertNever } from '../lib/result'
import { isLongerLimit } from './limitOrder'
import type { MaterialSpec } from './materialSpec'

type Need = MaterialSpec['need']

/**
 * One demand in place of two for the same material: the stricter need, enough copies and pages for both, the
 * original if either wants it. A paper that follows later (容缺) is stricter than a promise, which is none.
 */
export function mergeMaterial(first: MaterialSpec, second: MaterialSpec): MaterialSpec {
  return {
    ...first,
    need: stricterNeed(first.need, second.need),
    form: first.form === second.form ? first.form : 'original-and-copy',
    copies: Math.max(first.copies, second.copies),
    maxPages: Math.max(first.maxPages, second.maxPages),
  }
}

function stricterNeed(first: Need, second: Need): Need {
  if (first.kind === 'owed' && second.kind === 'owed')
    return isLongerLimit(first.within, second.within) ? second : first
  if (first.kind === 'promise' && second.kind === 'promise') return bothPromises(first.text, second.text)
  return strictness(second) > strictness(first) ? second : first
}

/** Who signs once must have read what each item wants promised. */
const bothPromises = (first: string, second: string): Need => ({
  kind: 'promise',
  text: first === second ? first : `${first}\n${second}`,
})

function strictness({ kind }: Need): number {
  switch (kind) {
    case 'required':
      return 3
    case 'owed':
      return 2
    case 'promise':
      return 1
    case 'optional':
      return 0
    default:
      return assertNever(kind)
  }
}
