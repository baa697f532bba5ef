import type { InboxLine, ShownClock } from '@onetrip/shared/wire/inbox'

const RANK = { red: 0, yellow: 1, green: 2 } as const satisfies Record<ShownClock['light'], number>
const NO_CLOCK = 3

/** The most urgent first: by light, by due day, and the one that came first. */
export function byUrgency(a: InboxLine, b: InboxLine): number {
  const rank = (line: InboxLine): number => (line.clock ? RANK[line.clock.light] : NO_CLOCK)
  return (
    rank(a) - rank(b) ||
    compare(a.clock?.dueOn ?? '', b.clock?.dueOn ?? '') ||
    compare(a.row.collectedAt, b.row.collectedAt) ||
    compare(a.row.receiptNumber, b.row.receiptNumber)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
