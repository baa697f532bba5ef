/** Does one piece of work after the other, whoever asks. A piece that fails holds up no other. */
export type InTurn = <Made>(work: () => Promise<Made>) => Promise<Made>

export function createInTurn(): InTurn {
  const line = { last: Promise.resolve<unknown>(undefined) }
  return async (work) => {
    const done = line.last.then(work)
    line.last = done.catch(() => undefined)
    return done
  }
}
