import type { Chance } from './random'

/** Everything that can go wrong, each counted: a plan in which one never struck proves nothing about it. */
export const FAULTS = [
  'request-lost',
  'reply-lost',
  'request-doubled',
  'piece-cut',
  'server-busy',
  'stranger-answers',
  'liar-answers',
  'other-session',
  'server-crash-before-commit',
  'scan-store-failed',
  'disk-error',
  'crash-before-call',
  'crash-after-call',
  'tablet-restarted',
  'clock-jump',
  'desk-repeats',
] as const
export type Fault = (typeof FAULTS)[number]

/** The tablet's process dies here; what its disk holds stays. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export type FaultPlan = {
  /** Whether the fault strikes now; counted when it does. */
  readonly strikes: (fault: Fault) => boolean
  readonly counts: ReadonlyMap<Fault, number>
  /** Calls over a port at which a crash could strike. */
  readonly points: () => number
  readonly passPoint: () => void
  /** From now on nothing goes wrong any more: everything has to drain. */
  readonly heal: () => void
}

const RATE: Record<Fault, number> = {
  'request-lost': 0.06,
  'reply-lost': 0.06,
  'request-doubled': 0.04,
  'piece-cut': 0.15,
  'server-busy': 0.02,
  'stranger-answers': 0.02,
  'liar-answers': 0.02,
  'other-session': 0.02,
  'server-crash-before-commit': 0.05,
  'scan-store-failed': 0.05,
  'disk-error': 0.01,
  'crash-before-call': 0.008,
  'crash-after-call': 0.008,
  'tablet-restarted': 0.02,
  'clock-jump': 0.02,
  'desk-repeats': 0.2,
}

export function createFaultPlan(chance: Chance): FaultPlan {
  const counts = new Map<Fault, number>()
  const state = { isHealed: false, points: 0 }
  return {
    strikes: (fault) => {
      const isStruck = chance.isLucky(RATE[fault]) && !state.isHealed
      if (isStruck) counts.set(fault, (counts.get(fault) ?? 0) + 1)
      return isStruck
    },
    counts,
    points: () => state.points,
    passPoint: () => {
      state.points += 1
    },
    heal: () => {
      state.isHealed = true
    },
  }
}

/** Kills the tablet at exactly one point of a scenario: the `at`-th call over a port, before or after its effect. */
export function createSingleCrash(at: number, when: 'before' | 'after'): FaultPlan {
  const state = { points: 0, isHealed: false }
  const counts = new Map<Fault, number>()
  const wanted: Fault = when === 'before' ? 'crash-before-call' : 'crash-after-call'
  return {
    strikes: (fault) => {
      const isStruck = fault === wanted && state.points === at && !state.isHealed && !counts.has(fault)
      if (isStruck) counts.set(fault, 1)
      return isStruck
    },
    counts,
    points: () => state.points,
    passPoint: () => {
      state.points += 1
    },
    heal: () => {
      state.isHealed = true
    },
  }
}

/** Every call of a port may be the tablet's last, before its effect or after it. */
export function withCrashes<Port extends object>(port: Port, plan: FaultPlan): Port {
  const wrapped = Object.entries(port).map(([name, call]: [string, (...args: unknown[]) => unknown]) => {
    const crashing = async (...args: unknown[]): Promise<unknown> => {
      plan.passPoint()
      if (plan.strikes('crash-before-call')) throw new Crash(`before ${name}`)
      const result = await call(...args)
      if (plan.strikes('crash-after-call')) throw new Crash(`after ${name}`)
      return result
    }
    return [name, crashing]
  })
  // Same names, same signatures: each call is passed on as it came.
  return Object.fromEntries(wrapped) as Port
}
