import { compactCode } from '@onetrip/shared/lib/typed'

const GROUP = 4
const LENGTH = 12

/**
 * A code as it is being typed, in groups of four as on its paper. What was pasted with spaces, dashes or in small
 * letters reads the same; what is too long is shown, not cut. A dash that is being taken away is not put back.
 */
export function groupCode(typed: string, before: string): string {
  const isDeleting = typed.length < before.length && before.startsWith(typed)
  const compact = compactCode(typed)
  if (isDeleting) return typed
  const groups = compact.slice(0, LENGTH).match(new RegExp(`.{1,${GROUP}}`, 'gu')) ?? []
  return groups.join('-') + compact.slice(LENGTH)
}
