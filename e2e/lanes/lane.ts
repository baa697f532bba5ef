import type { SignIn, System } from '../../.scripts/system.mjs'

/** What every lane is given: a house of its own, and how often to go round. */
export type LaneGiven = {
  readonly system: System
  readonly count: number
  /** In [0, 1). */
  readonly random: () => number
  readonly say: (line: string) => void
  /** Browser profiles lie here; it goes with the lane. */
  readonly folder: string
  /** What else was said on the command line: `--cases 20`. */
  readonly words: readonly string[]
}

/** What a lane says in the end. It is red when there is a fault. */
export type LaneReport = {
  /** What was done, counted: `20 kills, 5 cases`. */
  readonly counts: string
  readonly faults: readonly string[]
  /** What could not be tried here, and why. */
  readonly notes?: readonly string[]
}

/** What a lane counts that could try nothing on this machine. `npm test` knows it by these words. */
export const NOT_TRIED = 'not tried'

export const notTried = (why: string): LaneReport => ({ counts: NOT_TRIED, faults: [], notes: [why] })

export type Lane = (given: LaneGiven) => Promise<LaneReport>

/** Somebody of the demo, by the name they sign in with. */
export function signInOf({ signIns }: System, loginName: string): SignIn {
  const found = signIns.find((one) => one.loginName === loginName)
  if (!found) throw new Error(`the demo has no sign-in ${loginName}`)
  return found
}
