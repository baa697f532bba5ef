import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PgBoss } from 'pg-boss'
import { instantToMs } from '@onetrip/shared/lib/time'
import { createSfCourier } from '../src/adapters/couriers/sf'
import { createPdfkitPrinter } from '../src/adapters/documents/pdfkitPrinter'
import { findTypefaces } from '../src/adapters/documents/typefaces'
import { createScanStore } from '../src/adapters/files/scanStore'
import { createStrayFiles } from '../src/adapters/files/strayFiles'
import { newId } from '../src/app/parts'
import { inRoot } from '../src/app/root'
import { DepartmentOutage, type DepartmentGateway } from '../src/domain/department/gateway'
import type { House } from '../src/domain/house'
import { startJobsWith } from '../src/domain/operations/startJobs'
import { enqueueWith, openBoss, prepareJobs } from '../src/jobs/boss'
import type { WorkerDeps } from '../src/jobs/startWorkers'
import type { TestHouse } from './house'

type Simulator = { readonly url: string; readonly close: () => Promise<void> }

/** A simulator as a stranger knows it: it is imported by its path, for it is no part of the server. */
async function importSimulator(path: string): Promise<Readonly<Record<string, (options: object) => unknown>>> {
  const file = fileURLToPath(new URL(`../../e2e/simulators/${path}`, import.meta.url))
  return import(file) as ReturnType<typeof importSimulator> // functions are all that a simulator exports
}

/** Starts one of the simulators in this process, on a free port. What it takes and gives stands in its own README. */
export async function startSimulator<T>(path: string, start: string, options: object): Promise<T> {
  const run = (await importSimulator(path))[start]
  if (!run) throw new Error(`${path} has no ${start}`)
  return run({ port: 0, ...options }) as Promise<T> // by the simulator's own contract
}

export type Outside = AsyncDisposable & {
  /** The same house, with real jobs. */
  readonly house: House
  readonly boss: PgBoss
  readonly deps: WorkerDeps
  /** One step on each parcel's way. */
  readonly advanceParcels: () => Promise<void>
  readonly orders: () => Promise<readonly unknown[]>
}

const STORES = ['scans', 'documents']
const CREDENTIALS = { partnerId: 'DEMO', checkWord: 'demo-check-word' }

/** Real jobs, a real printer and SF's simulator around a test's house; no department unless one is handed in. */
export async function openOutside(test: TestHouse, gateway?: DepartmentGateway): Promise<Outside> {
  const { connectionString = '' } = test.ownerPool.options
  await prepareJobs(connectionString, test.data.district.timeZone)
  const boss = await openBoss({ url: test.databaseUrl, report: (error) => test.reports.push(error) })
  const house: House = { ...test.house, startJobs: startJobsWith(enqueueWith(boss)) }
  const sfFolder = await mkdtemp(join(tmpdir(), 'onetrip-sf-'))
  const sf = await startSimulator<Simulator>('sf/simulator.ts', 'startSfSimulator', {
    ...CREDENTIALS,
    dataDir: sfFolder,
    pushUrl: '',
    stepMs: 0,
    nowMs: () => instantToMs(house.clock()),
  })
  const courier = createSfCourier({
    ...CREDENTIALS,
    serviceUrl: `${sf.url}/std/service`,
    timeoutMs: 5000,
    fetch: globalThis.fetch,
    clock: house.clock,
    newRequestId: newId,
  })
  const control = (path: string, init?: RequestInit) => fetch(`${sf.url}${path}`, init)
  return {
    house,
    boss,
    deps: {
      house,
      boss,
      courier,
      desk: { mobile: '13800138001', address: '人民东路 189 号' },
      printer: createPdfkitPrinter(await findTypefaces(inRoot('server', 'assets', 'fonts'))),
      documents: await createScanStore(join(test.dataDir, 'documents'), newId),
      strayFiles: createStrayFiles(
        test.dataDir,
        STORES.map((name) => join(test.dataDir, name)),
      ),
      gateway: gateway ?? { announce: () => Promise.reject(new DepartmentOutage('not-connected')) },
      sweep: { everyMs: 50, limit: 100, lookAgainMs: 1000 },
      pollMs: 500,
    },
    advanceParcels: async () => {
      await control('/sim/advance', { method: 'POST', body: '{}' })
    },
    orders: async () => {
      const { orders } = (await (await control('/sim/orders')).json()) as { orders: unknown[] } // its README says so
      return orders
    },
    [Symbol.asyncDispose]: async () => {
      await boss.stop({ graceful: false })
      await sf.close()
      await rm(sfFolder, { recursive: true, force: true })
    },
  }
}
