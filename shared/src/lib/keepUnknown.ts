/**
 * What a schema has read of `raw`, and beside it all that the schema does not know, as it came: at every depth, in lists
 * as well. For what an older app hands on and must not make less.
 */
export function keepUnknown<Read extends object>(read: Read, raw: unknown): Read {
  // Fields are only added.
  return withUnknown(read, raw) as Read
}

function withUnknown(read: unknown, raw: unknown): unknown {
  if (Array.isArray(read) && Array.isArray(raw)) return read.map((one: unknown, at) => withUnknown(one, raw[at]))
  if (!isFields(read) || !isFields(raw)) return read
  const known = Object.entries(read).map(([key, value]) => [key, withUnknown(value, raw[key])])
  return { ...raw, ...Object.fromEntries(known) }
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
