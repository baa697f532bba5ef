/** Calls when the network comes back, and when somebody looks at the page again, until the returned function is called. */
export function onReturn(run: () => void): () => void {
  const ifLookedAt = (): void => {
    if (document.visibilityState === 'visible') run()
  }
  addEventListener('online', run)
  document.addEventListener('visibilitychange', ifLookedAt)
  return () => {
    removeEventListener('online', run)
    document.removeEventListener('visibilitychange', ifLookedAt)
  }
}
