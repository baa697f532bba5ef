import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readSfPush, SF_PUSH_ANSWER } from '../adapters/couriers/sfPush'
import { createPdfkitPrinter } from '../adapters/documents/pdfkitPrinter'
import { findTypefaces } from '../adapters/documents/typefaces'
import { createScanStore } from '../adapters/files/scanStore'
import { createSharpPreview } from '../adapters/files/sharpPreview'
import { createStrayFiles } from '../adapters/files/strayFiles'
import { findDistrictId } from '../db/district'
import { createPool } from '../db/pool'
import { PASSWORD_COST } from '../domain/access/passwords'
import type { ScanStore } from '../domain/files/files'
import type { House } from '../domain/house'
import { startJobsWith } from '../domain/operations/startJobs'
import { enqueueWith, openBoss } from '../jobs/boss'
import { startWorkers, type WorkerDeps } from '../jobs/startWorkers'
import { registerDepartmentRoutes } from '../routers/department/routes'
import { registerCourierRoutes } from '../routers/dispatch/courierRoutes'
import { registerFileRoutes } from '../routers/files/routes'
import { ARCHIVE_FOLDER, keepAssets } from './assetArchive'
import { findSession } from './cookies'
import { openAcknowledger } from './openAcknowledger'
import { openEnvelopes, openOfficeKeys } from './openSealing'
import type { Settings } from './environment'
import { DOCUMENTS_FOLDER, openHouse, SCANS_FOLDER, type OpenHouse } from './openHouse'
import { openOutside, type OutsideWorld } from './openOutside'
import type { OutsideSettings } from './outsideSettings'
import { clockWith, newId } from './parts'
import { inRoot } from './root'
import { createServer, mountHouse, type HouseRoutes } from './server'

export type ServeSettings = {
  readonly settings: Settings
  readonly outside: OutsideSettings
  /** As the app's role. */
  readonly databaseUrl: string
}

/** A running server; `stop` lets what is under way finish, and resolves when nothing runs any more. */
export type Served = { readonly url: string; readonly stop: () => Promise<void> }

/** How many connections to the database one process holds, those of the jobs and of the listener apart. */
const POOL_SIZE = 12
/** And how many of its own for whoever has not signed in. */
const GUEST_POOL_SIZE = 4
/** How often the archive is told that this build is still served. */
const KEEP_ASSETS_EVERY_MS = 24 * 60 * 60_000
/**
 * How many may knock before one of them is let in; the system allows no more. With Node's 511, of 2,000 tablets that come
 * back at once some hear for a minute that they are connected, and then that they never were.
 */
const BACKLOG = 4096
/** How long requests under way may take once the process was told to stop. */
const GRACE_MS = 5_000

/** Serves a prepared database. Works as the app's role: it can neither change the schema nor what was written down. */
export async function serve(given: ServeSettings): Promise<Served> {
  const { settings } = given
  const acknowledger = openAcknowledger(settings.acknowledgementKeys)
  const envelopes = openEnvelopes(settings.envelopeKeys)
  const officeKeys = openOfficeKeys(settings.recoveryKeys)
  const app = await createServer({ ...settings, isProduction: !settings.isDemo })
  const pools = {
    pool: createPool(given.databaseUrl, { max: POOL_SIZE }),
    guestPool: createPool(given.databaseUrl, { max: GUEST_POOL_SIZE }),
  }
  const report = (error: unknown): void => app.log.error({ err: error }, 'reported')
  const { house, close, boss } = await openWithJobs(given, { ...pools, acknowledger, envelopes, officeKeys, report })
  const outside = openOutside(given.outside, settings)
  const documents = await createScanStore(join(settings.dataDir, DOCUMENTS_FOLDER), newId)
  await mountOutside(app, { house, documents, door: outside.door })
  const pages = await openPages(settings.dataDir, report)
  await mountHouse(app, {
    house,
    // A rehearsal stands behind whatever address it likes; elsewhere there is one, and it is known.
    origins: settings.isDemo ? [] : settings.origins,
    ...pages.folders,
  })
  const workers = await startWorkers(await workerDeps(given, { house, boss, documents, outside }))
  const url = await app.listen({ host: settings.host, port: settings.port, backlog: BACKLOG })
  const stop = async (): Promise<void> => {
    pages.stop()
    await Promise.all([closeWithin(app, GRACE_MS), workers.stop()])
    await close()
    await Promise.all([pools.pool.end(), pools.guestPool.end()])
  }
  return { url, stop }
}

type WithJobs = OpenHouse & Pick<WorkerDeps, 'boss'>

async function openWithJobs(
  { settings, databaseUrl }: ServeSettings,
  parts: Pick<House, 'pool' | 'guestPool' | 'acknowledger' | 'envelopes' | 'officeKeys' | 'report'>,
): Promise<WithJobs> {
  const districtId = await findDistrictId(parts.pool)
  if (!districtId) throw new Error('the database holds no district: run the preparation step')
  const boss = await openBoss({ url: databaseUrl, report: parts.report })
  const opened = await openHouse({
    ...parts,
    districtId,
    databaseUrl,
    dataDir: settings.dataDir,
    clock: clockWith(settings.clockOffsetMs),
    passwordCost: PASSWORD_COST,
    startJobs: startJobsWith(enqueueWith(boss)),
    isDemo: settings.isDemo,
  })
  return { ...opened, boss }
}

type Beside = { readonly house: House; readonly documents: ScanStore }

/** What is neither a page nor a procedure: files for the console, departments' systems, the courier's hints. */
async function mountOutside(app: FastifyInstance, { house, documents, door }: Beside & Pick<OutsideWorld, 'door'>) {
  await registerFileRoutes(app, {
    house,
    documents,
    makePreview: createSharpPreview(),
    findActor: async (request) => (await findSession(house, 'staff', request))?.actor,
  })
  await registerDepartmentRoutes(app, { house, door })
  registerCourierRoutes(app, { house, push: { read: readSfPush, answers: SF_PUSH_ANSWER } })
}

type Working = Beside & Pick<WorkerDeps, 'boss'> & { readonly outside: OutsideWorld }

async function workerDeps(
  { settings }: ServeSettings,
  { house, boss, documents, outside }: Working,
): Promise<WorkerDeps> {
  const { courier, desk, gateway } = outside
  const printer = createPdfkitPrinter(await findTypefaces(inRoot('server', 'assets', 'fonts')))
  // A demo's parcels are home within the minute; a real courier's are asked after four times an hour.
  const lookAgainMs = settings.isDemo ? 3_000 : 15 * 60_000
  const sweep = { limit: 50, lookAgainMs, everyMs: 2_000 }
  const strayFiles = createStrayFiles(
    settings.dataDir,
    [SCANS_FOLDER, DOCUMENTS_FOLDER].map((name) => join(settings.dataDir, name)),
  )
  return { house, boss, documents, strayFiles, printer, courier, desk, gateway, sweep, pollMs: 1_000 }
}

type Pages = { readonly folders: Pick<HouseRoutes, 'clientDir' | 'archiveDir'>; readonly stop: () => void }

/** The built apps, and the archive of those before them. Without room for that on the disk, this build is served alone. */
async function openPages(dataDir: string, report: House['report']): Promise<Pages> {
  const clientDir = findClientDir()
  if (clientDir === undefined) return { folders: { clientDir }, stop: () => undefined }
  const archiveDir = join(dataDir, ARCHIVE_FOLDER)
  // By the real clock, wherever a rehearsal's stands: files bear real times.
  const keepAnew = (): Promise<void> => keepAssets({ clientDir, archiveDir, now: clockWith(0)() }).catch(report)
  await keepAnew()
  const timer = setInterval(() => void keepAnew(), KEEP_ASSETS_EVERY_MS)
  return { folders: { clientDir, archiveDir }, stop: () => clearInterval(timer) }
}

/** The built apps, when they are built: a server for tests of the API needs none. */
function findClientDir(): string | undefined {
  const folder = inRoot('client', 'dist')
  return existsSync(folder) ? folder : undefined
}

async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs)
  await app.close()
  clearTimeout(timer)
}
