import type { Pool } from 'pg'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { addDevice, makeDistrict, type SimDistrict } from './district'
import { createFaultPlan, type FaultPlan } from './faults'
import { withBadLine, withLiars, withOtherSessions } from './network'
import { createChance, type Chance } from './random'
import { createSimServer, type SimServer } from './server'
import { createSimTablet, type SimTablet } from './tablet'

/** Something a person was told is saved, and what has to be found on the server in the end. */
export type MadeOperation = {
  readonly opId: OpId
  readonly kind: string
  readonly caseId: CaseId
  readonly tablet: string
  /** The operation on the same case and tablet before this one. */
  readonly after: OpId | undefined
  readonly content: CaseContent | undefined
}

/** One history: everything in it follows from the seed. */
export type World = {
  readonly seed: number
  readonly district: SimDistrict
  readonly server: SimServer
  readonly tablets: readonly SimTablet[]
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly made: MadeOperation[]
  /** The bytes of every page ever taken, by case and scan. */
  readonly pages: Map<string, Uint8Array<ArrayBuffer>>
  readonly trace: string[]
  /** Pushes under another agent's session that were not simply told to sign in. */
  readonly takenFromOthers: string[]
  readonly nowMs: () => number
  readonly passTime: (ms: number) => void
  readonly pool: Pool
}

const START_MS = 1_780_000_000_000

/** `place` tells districts apart where one seed is lived more than once in one database. */
export type WorldOptions = { readonly planFor?: (chance: Chance) => FaultPlan; readonly place?: number }

/** The program's connection, and that of whom the tables belong to. */
export type SimDatabase = { readonly pool: Pool; readonly ownerPool: Pool }

/** Two tablets of one station and one of another, a server, a bad line between. */
export async function makeWorld(
  { pool, ownerPool }: SimDatabase,
  seed: number,
  options: WorldOptions = {},
): Promise<World> {
  const { planFor = createFaultPlan, place = seed } = options
  const chance = createChance(seed)
  const plan = planFor(chance)
  const time = { nowMs: START_MS }
  const nowMs = (): number => time.nowMs
  const district = await makeDistrict(ownerPool, place)
  const server = createSimServer({ pool, district, plan, chance, nowMs })
  const tablets: SimTablet[] = []
  const takenFromOthers: string[] = []
  const others = district.colleagues.map(server.transportFor)
  for (const [nth, stationAt] of [0, 0, 1].entries()) {
    const agent = district.agentOf(district.stations[stationAt] ?? stationMissing())
    const own = server.transportFor(agent)
    const session = withOtherSessions({ own, others, plan, chance, onTaken: (reply) => takenFromOthers.push(reply) })
    const transport = withBadLine(withLiars(session, plan, district.districtId), plan, chance)
    const tablet = createSimTablet({
      name: `tablet-${nth + 1}`,
      agent,
      deviceNumber: nth + 1,
      transport,
      plan,
      chance,
      worldNowMs: nowMs,
    })
    await addDevice(pool, agent, tablet)
    tablets.push(tablet)
  }
  const passTime = (ms: number): void => {
    time.nowMs += ms
  }
  const kept = { made: [], pages: new Map<string, Uint8Array<ArrayBuffer>>(), trace: [], takenFromOthers }
  return { seed, district, server, tablets, plan, chance, nowMs, passTime, pool, ...kept }
}

function stationMissing(): never {
  throw new Error('a district has two stations')
}
