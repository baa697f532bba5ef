import type { CrashFault, FaultPlan } from './faults'

/** A process ends here; what its disk holds stays. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** One process from its start to its end. Whatever of it is still under way after its end comes to nothing. */
export type Life = {
  /** Passes a place at which the process may end; throws when it ends, or has ended. */
  readonly pass: (fault: CrashFault, where: string) => void
  readonly isOver: () => boolean
  readonly end: () => void
}

export function createLife(plan: FaultPlan): Life {
  const state = { isOver: false }
  return {
    pass: (fault, where) => {
      if (state.isOver) throw new Crash(`dead at ${where}`)
      if (!plan.endsAt(fault)) return
      state.isOver = true
      throw new Crash(`${fault} ${where}`)
    },
    isOver: () => state.isOver,
    end: () => {
      state.isOver = true
    },
  }
}

/** Every call of a port may be its process's last, before its effect or after it. */
export function withCrashes<Port extends object>(port: Port, life: Life): Port {
  const wrapped = Object.entries(port).map(([name, call]: [string, (...args: unknown[]) => unknown]) => {
    const crashing = async (...args: unknown[]): Promise<unknown> => {
      life.pass('crash-before-call', name)
      const result = await call(...args)
      life.pass('crash-after-call', name)
      return result
    }
    return [name, crashing]
  })
  // Same names, same signatures: each call is passed on as it came.
  return Object.fromEntries(wrapped) as Port
}
