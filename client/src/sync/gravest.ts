import type { Failure } from '../api/reply'

/**
 * Of what went wrong side by side, that by which everything goes on: the server's own word before anything else, to sign
 * in or to wait for the longest that it asked. [SYNC-R14]
 */
export function gravestOf(failures: readonly Failure[]): Failure | undefined {
  const signedOut = failures.find(({ kind }) => kind === 'signed-out')
  const [longest] = failures.filter((one) => one.kind === 'busy').toSorted((a, b) => b.retryAfterMs - a.retryAfterMs)
  return signedOut ?? longest ?? failures[0]
}
