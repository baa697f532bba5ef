import type { Chance } from './random'

/** Everything that can go wrong, each counted: a plan in which one never struck proves nothing about it. */
export const FAULTS = [
  'request-lost',
  'reply-lost',
  'request-doubled',
  'request-delayed',
  'request-reordered',
  'piece-cut',
  'server-busy',
  'stranger-answers',
  'liar-answers',
  'other-session',
  'server-crash-at-await',
  'server-crash-before-commit',
  'server-crash-after-commit',
  'scan-store-failed',
  'disk-error',
  'quota',
  'disk-full',
  'page-damaged',
  'crash-before-call',
  'crash-in-transaction',
  'crash-after-call',
  'tablet-restarted',
  'clock-jump',
  'server-clock-jump',
  'agents-swapped',
  'saved-while-sending',
  'desk-repeats',
  'restored-from-backup',
  'scan-lost-by-restore',
  'older-server',
  'older-app',
] as const
export type Fault = (typeof FAULTS)[number]

/** A place at which a process may end: an await, before its effect or after it. */
export type CrashFault = Extract<
  Fault,
  | 'crash-before-call'
  | 'crash-in-transaction'
  | 'crash-after-call'
  | 'server-crash-at-await'
  | 'server-crash-after-commit'
>

export type FaultPlan = {
  /** Whether the fault strikes now; counted when it does. `by`: the source that decides, the history's unless it is said. */
  readonly strikes: (fault: Fault, by?: Chance) => boolean
  /** Passes a place at which a process may end, and says whether it does. */
  readonly endsAt: (fault: CrashFault) => boolean
  readonly counts: ReadonlyMap<Fault, number>
  /** How many such places were passed. */
  readonly points: () => number
  /** From now on nothing goes wrong any more: everything has to drain. */
  readonly heal: () => void
}

const RATE: Record<Fault, number> = {
  'request-lost': 0.05,
  'reply-lost': 0.05,
  'request-doubled': 0.04,
  'request-delayed': 0.04,
  'request-reordered': 0.03,
  'piece-cut': 0.15,
  'server-busy': 0.02,
  'stranger-answers': 0.02,
  'liar-answers': 0.02,
  'other-session': 0.012,
  'server-crash-at-await': 0.003,
  'server-crash-before-commit': 0.04,
  'server-crash-after-commit': 0.006,
  'scan-store-failed': 0.05,
  'disk-error': 0.008,
  quota: 0.01,
  'disk-full': 0.003,
  'page-damaged': 0.005,
  'crash-before-call': 0.006,
  'crash-in-transaction': 0.003,
  'crash-after-call': 0.006,
  'tablet-restarted': 0.015,
  'clock-jump': 0.02,
  'server-clock-jump': 0.03,
  'agents-swapped': 0.03,
  'saved-while-sending': 0.015,
  'desk-repeats': 0.2,
  'restored-from-backup': 0.003,
  'scan-lost-by-restore': 0.5,
  'older-server': 0.003,
  'older-app': 0.004,
}

export function createFaultPlan(chance: Chance): FaultPlan {
  const counts = new Map<Fault, number>()
  const state = { isHealed: false, points: 0 }
  const strikes = (fault: Fault, by = chance): boolean => {
    if (state.isHealed || !by.isLucky(RATE[fault])) return false
    counts.set(fault, (counts.get(fault) ?? 0) + 1)
    return true
  }
  return {
    strikes,
    endsAt: (fault) => {
      state.points += 1
      return strikes(fault)
    },
    counts,
    points: () => state.points,
    heal: () => {
      state.isHealed = true
    },
  }
}

/** Ends a process at exactly one place, the `at`-th that is passed after `begin`; nothing else goes wrong. */
export function createSingleCrash(at: number): FaultPlan & { readonly begin: () => void } {
  const state = { points: 0, isOn: false }
  const counts = new Map<Fault, number>()
  return {
    strikes: () => false,
    endsAt: (fault) => {
      if (!state.isOn) return false
      state.points += 1
      const isIt = state.points === at
      if (isIt) counts.set(fault, 1)
      return isIt
    },
    counts,
    points: () => state.points,
    begin: () => {
      state.isOn = true
    },
    heal: () => {
      state.isOn = false
    },
  }
}
