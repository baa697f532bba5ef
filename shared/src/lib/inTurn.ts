/** Runs work, at most so many at once; the others wait in the order in which they came. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** A queue of this process alone, for what needs more memory than may be needed many times over. */
export function createInTurn(atOnce: number): InTurn {
  const state = { free: atOnce }
  const waiting: (() => void)[] = []
  const enter = async (): Promise<void> => {
    if (state.free > 0) state.free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  // The place goes to the next in line itself, so that nobody who comes meanwhile can take it.
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else state.free += 1
  }
  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
