import { createHash } from 'node:crypto'
import { uuidv7 } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { mintPrivateKey } from '@onetrip/server/adapters/signing/keys'
import { openAcknowledger } from '@onetrip/server/app/openAcknowledger'
import type { Actor } from '@onetrip/server/domain/actor'
import { createCatalogueReader } from '@onetrip/server/domain/feed/readCatalogue'
import type { House } from '@onetrip/server/domain/house'
import { directTransport, type SimTransport } from './directTransport'
import type { SimDistrict } from './district'
import type { FaultPlan } from './faults'
import type { History } from './history'
import { Crash, createLife, withCrashes, type Life } from './life'
import { mortalPool } from './mortalPool'
import type { Chance } from './random'
import { createScans, createUploads, type ServerFiles } from './serverFiles'
import type { ServerStore } from './serverStore'

/** The production use cases; only files, clock and chance are the simulation's. */
export type SimServer = {
  /** The process that runs now; one that ended is followed by another, which remembers nothing. */
  readonly house: () => House
  readonly files: ServerFiles
  /** Ends the process that runs now. */
  readonly end: () => void
  /** The server without any network between, for one agent. */
  readonly transportFor: (actor: Actor) => SimTransport
  /** What the program took for a bug of ours, and no fault of the plan's explains. */
  readonly bugs: readonly string[]
}

/** One key for all histories: it is no part of what happens. */
const ACKNOWLEDGER = openAcknowledger([mintPrivateKey((length) => new Uint8Array(length).fill(7))])

const notInSimulation = (): never => {
  throw new Error('no sign-in, no pokes and no envelopes in the simulation')
}

/** Tablets have no key of their own here, and send their words open: what is sealed is other bytes each time. */
const NO_ENVELOPES: House['envelopes'] = {
  keys: [],
  openOperation: notInSimulation,
  openScanKey: notInSimulation,
  isSigned: notInSimulation,
}
const NO_OFFICE: House['officeKeys'] = {
  publicKey: { keyId: '0'.repeat(16), alg: 'hpke-p256-sha256-aes256gcm', publicKey: '' },
  has: notInSimulation,
  rewrap: notInSimulation,
}

export type ServerDeps = {
  readonly store: ServerStore
  readonly district: SimDistrict
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly history: History
  readonly nowMs: () => number
}

/** A fault of the plan's, as the program sees it. */
class Outage extends Error {
  override readonly name = 'Outage'
}

export function createSimServer(deps: ServerDeps): SimServer {
  const files: ServerFiles = { uploads: new Map(), scans: new Map() }
  const bugs: string[] = []
  const start = () => startProcess(deps, files, bugs)
  const running = { process: start() }
  const house = (): House => {
    if (running.process.life.isOver()) running.process = start()
    return running.process.house
  }
  return {
    house,
    files,
    end: () => running.process.life.end(),
    bugs,
    transportFor: (actor) => directTransport(house, actor, (reply) => deps.history.note(reply)),
  }
}

function startProcess(
  { store, district, plan, chance, nowMs }: ServerDeps,
  files: ServerFiles,
  bugs: string[],
): { readonly house: House; readonly life: Life } {
  const life = createLife(plan)
  const pool = mortalPool(store.pool, () => life)
  const house: House = {
    districtId: district.districtId,
    pool,
    guestPool: pool,
    clock: () => instantFromMs(nowMs()),
    random: chance.bytes,
    newId: () => uuidv7(nowMs(), chance.bytes),
    sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
    passwords: { hash: notInSimulation, verify: notInSimulation },
    readCatalogue: createCatalogueReader(),
    // The last thing before the feeds and the commit: the process may die here, and nothing may be left behind.
    startJobs: async () => {
      if (plan.strikes('server-crash-before-commit')) throw new Outage('the server failed before its commit')
    },
    lend: (bytes, use) => use(new Uint8Array(bytes)),
    uploads: withCrashes(createUploads(files), serverSide(life)),
    scans: withCrashes(createScans(files, plan), serverSide(life)),
    acknowledger: ACKNOWLEDGER,
    envelopes: NO_ENVELOPES,
    officeKeys: NO_OFFICE,
    inspectScan: async () => ({ ok: true, value: { mediaType: 'image/jpeg' } }),
    pokes: undefined as unknown as House['pokes'],
    admissions: undefined as unknown as House['admissions'],
    report: (error) => {
      if (!(error instanceof Crash || error instanceof Outage)) bugs.push(String(error))
    },
    isDemo: true,
  }
  return { house, life }
}

/** The same life, counted as the server's. */
const serverSide = (life: Life): Life => ({
  ...life,
  pass: (_fault, where) => life.pass('server-crash-at-await', where),
})
