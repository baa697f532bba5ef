/** Whether the disk would not take it for want of room. Dexie wraps the browser's error in its own. */
export function isQuotaError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || ('inner' in error && isQuotaError(error.inner))
}
