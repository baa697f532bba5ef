export type JsonObject = Readonly<Record<string, unknown>>

/** The object in a JSON text; undefined for anything else, so that bad input is answered and never thrown. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  // A non-null, non-array object has string keys; what stands behind them stays unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((item) => item !== undefined) : []
}

/** The trimmed text under a key; empty when there is none. */
export function textIn(object: JsonObject | undefined, key: string): string {
  const value = object?.[key]
  return typeof value === 'string' ? value.trim() : ''
}
