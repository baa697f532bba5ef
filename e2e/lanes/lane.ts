import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystem, type SignIn, type System, type SystemOptions } from '../../.scripts/system.mjs'

/** What every lane is given, and how often to go round. */
export type LaneStart = {
  readonly count: number
  /** In [0, 1). */
  readonly random: () => number
  readonly say: (line: string) => void
  /** Browser profiles lie here; it goes with the lane. */
  readonly folder: string
  /** What else was said on the command line: `--cases 20`. */
  readonly words: readonly string[]
  /** Fails when somebody ends the lane: a house that it has started must not stay. */
  readonly interruption: Promise<never>
}

/** With a house of its own. */
export type LaneGiven = LaneStart & { readonly system: System }

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

export type Lane = (given: LaneStart) => Promise<LaneReport>

/** What a killed process had written must lie on the disk; simulators move only when they are told. */
export const houseAt = (dataDir: string) =>
  ({ dataDir, say: () => undefined, durability: 'full', stepMs: 0 }) as const satisfies SystemOptions

/** A folder that is not there yet: the database runs under another account, and makes it as it wants it. */
export async function nameDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-lane-'))
  await rm(folder, { recursive: true })
  return folder
}

/** Runs what needs a house in one of its own, which goes with it. */
export const inHouse =
  (run: (given: LaneGiven) => Promise<LaneReport>, more: Partial<SystemOptions> = {}): Lane =>
  async (given) => {
    const dataDir = await nameDataFolder()
    const system = await startSystem({ ...houseAt(dataDir), ...more })
    try {
      return await Promise.race([run({ ...given, system }), given.interruption])
    } finally {
      await system.stop()
      await rm(dataDir, { recursive: true, force: true })
    }
  }

/** Whether its database was started here. What another one calls its processes may be anything on this machine. */
export const isOurs = ({ database }: System): boolean => database.kill !== undefined

/** Somebody of the demo, by the name they sign in with. */
export function signInOf({ signIns }: System, loginName: string): SignIn {
  const found = signIns.find((one) => one.loginName === loginName)
  if (!found) throw new Error(`the demo has no sign-in ${loginName}`)
  return found
}
