/** Rows by what they have in common. */
export function group<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const known = groups.get(keyOf(row))
    if (known) known.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** What stands there more than once, each named once. */
export const repeated = (keys: readonly string[]): string[] => [
  ...new Set(keys.filter((key, nth) => keys.indexOf(key) !== nth)),
]
