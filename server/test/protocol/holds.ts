/** Where today's answer says less than the recorded one, or another thing: paths, and nothing when it holds. */
export function findBroken(recorded: unknown, today: unknown, path = ''): string[] {
  if (Array.isArray(recorded)) return Array.isArray(today) ? compareLists(recorded, today, path) : [path]
  if (isRecord(recorded)) {
    if (!isRecord(today)) return [path]
    return Object.entries(recorded).flatMap(([key, value]) =>
      key in today ? findBroken(value, today[key], `${path}/${key}`) : [`${path}/${key}`],
    )
  }
  return isSame(recorded, today, path) ? [] : [path]
}

/** Of a feed's changes each must be there, wherever it stands; any other list is the same, one by one. */
function compareLists(recorded: readonly unknown[], today: readonly unknown[], path: string): string[] {
  const byEntity = new Map(today.flatMap((one) => (entityOf(one) === undefined ? [] : [[entityOf(one), one]])))
  if (recorded.length !== today.length && byEntity.size === 0) return [path]
  return recorded.flatMap((one, nth) => {
    const entity = entityOf(one)
    const other = entity === undefined ? today[nth] : byEntity.get(entity)
    return findBroken(one, other, `${path}/${entity ?? nth}`)
  })
}

const entityOf = (value: unknown): string | undefined =>
  isRecord(value) && typeof value['entityId'] === 'string' ? value['entityId'] : undefined

/**
 * What differs from run to run by nature, and is held by its form alone: ids that the server mints (those of a recording
 * begin otherwise), how long something is good for, what it seals at random, and positions in a feed, for how many rows
 * a server writes for a thing is its own affair. All else is the same, signatures among it: the clock stands still.
 */
function isSame(recorded: unknown, today: unknown, path: string): boolean {
  if (Object.is(recorded, today)) return true
  if (typeof recorded === 'number' && typeof today === 'number') return /[/](seq|cursors[/][^/]+)$/.test(path)
  if (typeof recorded !== 'string' || typeof today !== 'string') return false
  if (/[/]expiresAt$/.test(path)) return INSTANT.test(recorded) && INSTANT.test(today)
  if (/[/](enc|sealed)$/.test(path)) return recorded.length === today.length
  return MINTED_HERE.test(recorded) && MINTED_HERE.test(today)
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const MINTED_HERE = /^(?!01980000-)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
