import type { CaseContent } from '@onetrip/shared/case/content'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { Actor } from '@onetrip/server/domain/actor'
import { withOlderApp, withOlderServer, type Deployment } from './deployments'
import { addDevice, makeDistrict, type SimDistrict } from './district'
import { createFaultPlan, type FaultPlan } from './faults'
import { createHistory, type History } from './history'
import { withLiars, withOtherSessions } from './impostors'
import { withBadLine, type Line } from './network'
import { cloneQuickly, hashAtOnce } from './platform'
import { createChance, type Chance } from './random'
import { createSimServer, type SimServer } from './server'
import { createServerClock, type ServerClock } from './serverClock'
import type { ServerStore } from './serverStore'
import { createSimTablet, type Hardware, type SimTablet } from './tablet'

/** Something that is on a tablet's disk, and what has to be found on the server in the end. */
export type MadeOperation = {
  readonly opId: OpId
  readonly kind: string
  readonly caseId: CaseId
  readonly tablet: string
  /** The operation on the same case and tablet before this one. */
  readonly after: OpId | undefined
  readonly content: CaseContent | undefined
  readonly payload: unknown
}

/** One history: everything in it follows from the seed. */
export type World = {
  readonly seed: number
  readonly store: ServerStore
  readonly district: SimDistrict
  readonly server: SimServer
  readonly serverClock: ServerClock
  /** One for each agent on each tablet. */
  readonly tablets: readonly SimTablet[]
  readonly hardware: readonly Hardware[]
  readonly deployment: Deployment
  readonly line: Line
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly history: History
  readonly made: MadeOperation[]
  readonly kindByOpId: Map<string, string>
  /** What a person gave up or mended, and may have been told that it is kept; and the epoch under which. */
  readonly settledByPeople: Map<string, string | undefined>
  /** The bytes of every page ever taken, by case and scan. */
  readonly pages: Map<string, Uint8Array<ArrayBuffer>>
  /** Tablets that rested when they were last looked at, and of which nothing has changed since. */
  readonly quiet: Set<string>
  /** Scans of which one copy is damaged or lost: what has lost both, nobody can give back, and no rule promises it. */
  readonly halfLost: Set<string>
  /** What was broken on the way, each with its rule. */
  readonly broken: string[]
  /** How often the server was put back to an earlier state. */
  restores: number
  /** The epoch of the last of them. */
  restoredEpoch: string | undefined
  readonly nowMs: () => number
  readonly passTime: (ms: number) => void
}

const START_MS = 1_780_000_000_000

export type WorldOptions = {
  readonly planFor?: (chance: Chance) => FaultPlan
  /** Tells apart what lives the same seed at the same time. */
  readonly place?: string
  /** How many of the agents with a tablet there are; all four, unless a history needs fewer. */
  readonly agents?: number
  /** How many scans a tablet sends side by side. */
  readonly lanes?: number
}

const disks = { opened: 0 }

/** Two tablets of one station, one of them with two agents, and one of another station; a server, a bad line between. */
export async function makeWorld(store: ServerStore, seed: number, options: WorldOptions = {}): Promise<World> {
  const { planFor = createFaultPlan, place = '', agents = 4, lanes = 1 } = options
  hashAtOnce()
  cloneQuickly()
  const chance = createChance(seed)
  const plan = planFor(chance)
  const time = { nowMs: START_MS }
  const nowMs = (): number => time.nowMs
  const passTime = (ms: number): void => {
    time.nowMs += ms
  }
  const district = await makeDistrict(store.ownerPool, seed)
  const history = createHistory()
  const serverClock = createServerClock(seed, plan)
  const serverNowMs = (): number => nowMs() + serverClock.offsetMs()
  const server = createSimServer({ store, district, plan, chance, history, nowMs: serverNowMs })
  const deployment: Deployment = { isServerOlder: false, isAppOlder: false }
  const line: Line = { plan, chance, passTime, stragglers: [] }
  const broken: string[] = []
  const kindByOpId = new Map<string, string>()
  const hardware = ['tablet-1', 'tablet-2', 'tablet-3'].map((name) => ({
    name,
    clockOffsetMs: 0,
    isFull: false,
    inFront: 0,
  }))
  const [first, second, third] = hardware
  const [agent, stranger] = district.stations.map(district.agentOf)
  const [colleague] = district.colleagues
  if (!first || !second || !third || !agent || !stranger || !colleague) throw new Error('a district has two stations')
  const users = [
    { hardware: first, user: agent, name: 'tablet-1' },
    { hardware: second, user: agent, name: 'tablet-2' },
    { hardware: first, user: colleague, name: 'tablet-1b' },
    { hardware: third, user: stranger, name: 'tablet-3' },
  ]
  const transportOf = (user: Actor) => {
    const others = district.colleagues.filter(({ postId }) => postId !== user.postId).map(server.transportFor)
    const onTaken = (reply: string): void => {
      broken.push(`R13 a push under another's session was answered: ${reply}`)
    }
    const session = withOtherSessions({ own: server.transportFor(user), others, plan, chance, onTaken })
    const deployed = withOlderServer(session, deployment, (opId) => kindByOpId.get(opId))
    return withOlderApp(withBadLine(withLiars(deployed, plan, district.districtId), line), deployment)
  }
  disks.opened += 1
  const tablets: SimTablet[] = []
  for (const [nth, { user, name, hardware: device }] of users.slice(0, agents).entries()) {
    const diskName = `sim-${seed}-${place}-${disks.opened}-${name}`
    const deps = { name, diskName, hardware: device, agent: user, deviceNumber: nth + 1, plan, chance, lanes }
    const tablet = await createSimTablet({ ...deps, transport: transportOf(user), worldNowMs: nowMs })
    await addDevice(store.pool, user, tablet)
    tablets.push(tablet)
  }
  const parts = {
    seed,
    store,
    district,
    server,
    serverClock,
    tablets,
    hardware,
    deployment,
    line,
    plan,
    chance,
    history,
  }
  return {
    ...parts,
    made: [],
    kindByOpId,
    settledByPeople: new Map(),
    quiet: new Set(),
    halfLost: new Set(),
    pages: new Map(),
    broken,
    restores: 0,
    restoredEpoch: undefined,
    nowMs,
    passTime,
  }
}

/** Takes the tablets' disks away. */
export async function closeWorld({ tablets }: World): Promise<void> {
  for (const tablet of tablets) await tablet.close()
}
