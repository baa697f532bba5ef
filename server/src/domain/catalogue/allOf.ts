import { err, ok, type Result } from '@onetrip/shared/lib/result'

type Values<Parts> = { [Key in keyof Parts]: Parts[Key] extends Result<infer Value, unknown> ? Value : never }

/** All values, or the errors of all parts together. */
export function allOf<Fault, Parts extends Readonly<Record<string, Result<unknown, Fault[]>>>>(
  parts: Parts & Readonly<Record<string, Result<unknown, Fault[]>>>,
): Result<Values<Parts>, Fault[]> {
  const faults = Object.values(parts).flatMap((part) => (part.ok ? [] : part.error))
  if (faults.length > 0) return err(faults)
  const values = Object.entries(parts).flatMap(([key, part]) => (part.ok ? [[key, part.value]] : []))
  // Built key by key from `parts`, every one of which was just seen to be ok.
  return ok(Object.fromEntries(values) as Values<Parts>)
}
