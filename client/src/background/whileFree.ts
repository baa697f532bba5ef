/** Runs while nobody else of this origin holds the lock of that name; does nothing where somebody does. */
export async function whileFree(lock: string, run: () => Promise<void>): Promise<void> {
  await navigator.locks.request(lock, { ifAvailable: true }, async (held) => {
    if (held) await run()
  })
}
