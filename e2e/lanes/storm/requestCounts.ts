/** How often something happened, by its name. */
export type Counts = Readonly<Record<string, number>>

export const addTo = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0)

/** All but those that were answered well: `{ 'sync.push 503': 12 }`. */
export const refusalsIn = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !name.endsWith(' 200')))

/** As a sentence, the most frequent first: `2,000 × sync.push 200, 12 × sync.push 503`; `none` where there are none. */
export function describeCounts(counts: Counts): string {
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a)
  return sorted.map(([name, count]) => `${count.toLocaleString('en')} × ${name}`).join(', ') || 'none'
}
