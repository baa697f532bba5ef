/** An expected answer: it worked, or a rule said no. Only bugs and outages throw. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error }
}

/**
 * Stops the build where a union got a new member and a switch did not. The error never quotes the value: it goes into
 * logs, kept jobs and browsers, and the value may hold a person's name.
 */
export function assertNever(value: never): never {
  throw new Error(`unhandled case of type ${typeof value}`)
}
