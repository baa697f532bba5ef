import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { findDistrictId } from '../db/district'
import { createPool } from '../db/pool'
import { PASSWORD_COST } from '../domain/access/passwords'
import type { Settings } from './environment'
import { openHouse } from './openHouse'
import { clockWith } from './parts'
import { inRoot } from './root'
import { createServer, mountHouse } from './server'

/** A running server; `stop` lets what is under way finish, and resolves when nothing runs any more. */
export type Served = { readonly url: string; readonly stop: () => Promise<void> }

/** How many connections to the database one process holds. */
const POOL_SIZE = 12
/** How long requests under way may take once the process was told to stop. */
const GRACE_MS = 5_000

/** Serves a prepared database. Works as the app's role: it can neither change the schema nor what was written down. */
export async function serve(settings: Settings, databaseUrl: string): Promise<Served> {
  const app = await createServer({ ...settings, isProduction: !settings.isDemo })
  const pool = createPool(databaseUrl, { max: POOL_SIZE })
  const districtId = await findDistrictId(pool)
  if (!districtId) throw new Error('the database holds no district: run the preparation step')
  const { house, close } = await openHouse({
    pool,
    districtId,
    databaseUrl,
    dataDir: settings.dataDir,
    clock: clockWith(settings.clockOffsetMs),
    passwordCost: PASSWORD_COST,
    isDemo: settings.isDemo,
    report: (error) => app.log.error({ err: error }, 'a bug, passed over'),
  })
  const stopping = new AbortController()
  await mountHouse(app, { house, origins: settings.origins, stopping: stopping.signal, clientDir: findClientDir() })
  const url = await app.listen({ host: settings.host, port: settings.port })
  const stop = async (): Promise<void> => {
    stopping.abort()
    await closeWithin(app, GRACE_MS)
    await close()
    await pool.end()
  }
  return { url, stop }
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
