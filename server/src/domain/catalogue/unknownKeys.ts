/**
 * Paths of the keys that are in the file and that no schema read: `requierd` for `required` would otherwise be
 * dropped without a word, and with it the rule that somebody meant to write.
 */
export function unknownKeys(written: unknown, read: unknown, path: readonly string[] = []): string[] {
  if (!isRecord(written) || !isRecord(read)) return []
  return Object.entries(written).flatMap(([key, value]) =>
    key in read ? unknownKeys(value, read[key], [...path, key]) : [[...path, key].join('.')],
  )
}

/** Arrays too: their indexes are keys. */
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
