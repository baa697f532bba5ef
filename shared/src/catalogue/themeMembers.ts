import { holds, type FieldValues } from './condition'
import type { ItemCode } from './serviceItem'
import type { Theme } from './theme'

/** The members that the answers call for: the lead first, the rest as the theme lists them. */
export function membersFor(theme: Theme, answers: FieldValues): ItemCode[] {
  const others = theme.members.filter((member) => member.itemCode !== theme.lead && holds(member.when, answers))
  return [theme.lead, ...others.map((member) => member.itemCode)]
}

/** The chosen members that wait for one another in a circle; a published theme has none. */
export function circleIn(theme: Theme, chosen: readonly ItemCode[]): ItemCode[] {
  const needsByCode = new Map(theme.members.map((member) => [member.itemCode, member.needs]))
  const waiting = new Set(chosen)
  for (;;) {
    // A precondition that is not among the chosen does not hold anybody up.
    const ready = [...waiting].filter((code) => !needsByCode.get(code)?.some((need) => waiting.has(need)))
    if (ready.length === 0) return [...waiting]
    ready.forEach((code) => waiting.delete(code))
  }
}
