// A whole OneTrip as processes of its own: PostgreSQL, servers, courier, department. `npm start` runs one, the story too.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDemoSecrets } from './demoSecrets.mjs'
import { findFreePort } from './ports.mjs'
import { claimDataFolder, startChild, waitUntilHealthy } from './processes.mjs'
import { inRoot, refusal } from './root.mjs'

const DEMO_DEPARTMENT = 'urban-management'
const loadPostgres = () => import(inRoot('server', 'dist', 'postgres.mjs'))

/**
 * A server's memory: garbage that lies about is memory, too; so it is swept sooner than Node would, and nothing has a
 * hard limit (docs/measurements.md says what more or less of it costs). Without source maps, for Node would hold those of
 * every package; the bundle keeps the names of our functions. The same for whoever starts a server otherwise: .env.example
 */
const SERVER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=50']
/** What glibc holds: few arenas, and large blocks go back to the system as they are freed. */
const SERVER_MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

/**
 * Starts everything and resolves when everything answers; when something fails, stops what it had started and throws.
 * Options and answer: system.d.mts. What `signal` aborts is the start, at its next step.
 */
export async function startSystem({ dataDir, say, signal, ...options }) {
  const claim = await claimDataFolder(dataDir)
  const started = []
  const untilAborted = makeAbortable(signal)
  const stop = once(async () => {
    // Newest first: what uses the database stops before the database does.
    for (const group of started.toReversed()) await Promise.all(group.map((one) => one.stop()))
    claim.release()
  })
  const track = (...group) => {
    started.push(group)
    signal?.throwIfAborted()
    return group
  }
  try {
    const system = await startParts({ dataDir, say, claim, track, untilAborted, ...options })
    return { ...system, dataDir, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts({
  dataDir,
  say,
  claim,
  track,
  untilAborted,
  durability = 'full',
  isFresh = false,
  ...options
}) {
  if (isFresh) await deleteData(dataDir)
  const [database] = track(await openDatabase({ dataDir, durability, say }))
  const plan = await planProcesses({ dataDir, database, claim, ...options })
  const [preparation] = track(startChild(plan.prepare))
  const { code } = await untilAborted(preparation.gone())
  if (code !== 0) throw refusal(`Preparing the database failed.\n${preparation.lastWords()}`)

  const [sf, department] = track(startChild(plan.sf), startChild(plan.department))
  const servers = track(...plan.servers.map(startChild))
  await untilAborted(Promise.all([sf, department, ...servers].map(waitUntilHealthy)))
  return { origin: plan.origin, database, sf, department, servers, signIns: readSignIns(dataDir) }
}

/** Everything in the folder but the claim, which has made sure that nobody uses it. */
async function deleteData(dataDir) {
  const { deletePostgres } = await loadPostgres()
  await deletePostgres(dataDir)
  for (const name of readdirSync(dataDir)) {
    if (name !== 'processes.json') rmSync(join(dataDir, name), { recursive: true })
  }
}

/** The PostgreSQL that the environment names, or the embedded one. `died` resolves when an embedded one ends. */
async function openDatabase({ dataDir, durability, say }) {
  const { DATABASE_URL, DATABASE_OWNER_URL } = process.env
  if (!DATABASE_URL !== !DATABASE_OWNER_URL) {
    throw refusal('Set both DATABASE_URL and DATABASE_OWNER_URL, or neither (.env.example).')
  }
  if (DATABASE_URL) return foreignDatabase(DATABASE_URL, DATABASE_OWNER_URL)
  const { startPostgres } = await loadPostgres()
  const running = { ...(await startPostgres({ dataDir, durability, say })) }
  const { how, pid, appUrl, ownerUrl } = running
  if (how === 'adopted') say(`going on with PostgreSQL (process ${pid}), left over from an earlier run`)
  return {
    name: 'embedded PostgreSQL',
    appUrl,
    ownerUrl,
    stop: () => running.stop(),
    died: running.gone.then(() => ({ name: 'PostgreSQL' })),
    kill: async () => {
      process.kill(running.pid, 'SIGKILL')
      await running.gone
    },
    // On the port that it had.
    restart: async () => Object.assign(running, await startPostgres({ dataDir, durability, say })),
  }
}

/** Somebody else starts and stops it; whether it is there shows when `prepare` asks it. */
function foreignDatabase(appUrl, ownerUrl) {
  return { name: 'your own PostgreSQL', appUrl, ownerUrl, stop: async () => {}, died: new Promise(() => {}) }
}

async function planProcesses({
  dataDir,
  database,
  claim,
  ports = {},
  serverCount = 1,
  origin,
  env = {},
  stepMs = 3_000,
}) {
  const taken = new Set()
  const serverPorts = []
  for (let i = 0; i < serverCount; i += 1) {
    const preferred = ports.server ?? 0
    serverPorts.push(await findFreePort(preferred === 0 ? 0 : preferred + i, taken))
  }
  const sfPort = await findFreePort(ports.sf ?? 0, taken)
  const departmentPort = await findFreePort(ports.department ?? 0, taken)
  const publicOrigin = origin ?? `http://localhost:${serverPorts[0]}`
  const parts = { dataDir, database, sfPort, departmentPort, publicOrigin, secrets: openDemoSecrets(dataDir), stepMs }
  const common = { claim, logFolder: join(dataDir, 'logs') }
  const server = { ...common, script: inRoot('server', 'dist', 'main.mjs') }
  const serverEnv = { ...SERVER_MEMORY, ...ourEnvironment(), ...describeWorld(parts), ...env }
  // Without it a server takes the origin from the host that was asked: right only when nothing stands before it.
  if (origin) serverEnv.ONETRIP_ORIGIN = origin
  const owner = { DATABASE_OWNER_URL: database.ownerUrl }
  return {
    origin: publicOrigin,
    prepare: { ...server, name: 'prepare', words: ['prepare'], env: { ...serverEnv, ...owner } },
    servers: serverPorts.map((port, index) => {
      const name = index === 0 ? 'server' : `server-${index + 1}`
      const serverSpec = { ...server, name, port, flags: SERVER_FLAGS, words: ['serve'] }
      return { ...serverSpec, env: { ...serverEnv, ONETRIP_PORT: String(port) } }
    }),
    ...planSimulators(parts, common),
  }
}

/** What each server process is told: where it lives, who may call it, and where courier and department are. */
function describeWorld({ dataDir, database, sfPort, departmentPort, secrets }) {
  return {
    DATABASE_URL: database.appUrl,
    ONETRIP_DATA: dataDir,
    ONETRIP_DEMO: '1',
    ONETRIP_HOST: '127.0.0.1',
    ONETRIP_PRIVATE_KEY: secrets.oneTrip.privateKey,
    ONETRIP_ACKNOWLEDGEMENT_KEYS: secrets.acknowledgement.privateKey,
    ONETRIP_ENVELOPE_KEYS: secrets.envelope,
    ONETRIP_RECOVERY_KEYS: secrets.recovery,
    ONETRIP_SF_URL: `http://127.0.0.1:${sfPort}/std/service`,
    ONETRIP_SF_PARTNER_ID: secrets.sf.partnerId,
    ONETRIP_SF_CHECK_WORD: secrets.sf.checkWord,
    ONETRIP_DEPARTMENT_ID: DEMO_DEPARTMENT,
    ONETRIP_DEPARTMENT_URL: `http://127.0.0.1:${departmentPort}/onetrip/announcements`,
    ONETRIP_DEPARTMENT_PUBLIC_KEY: secrets.department.publicKey,
  }
}

/** The simulators know what a stranger would know, and nothing of our database. */
function planSimulators({ dataDir, sfPort, departmentPort, publicOrigin, secrets, stepMs }, common) {
  const system = { PATH: process.env.PATH }
  const sf = {
    SF_PORT: String(sfPort),
    SF_DATA: join(dataDir, 'simulators', 'sf'),
    SF_PARTNER_ID: secrets.sf.partnerId,
    SF_CHECK_WORD: secrets.sf.checkWord,
    SF_PUSH_URL: `${publicOrigin}/api/couriers/sf/push`,
    SF_STEP_MS: String(stepMs),
  }
  const department = {
    DEPT_PORT: String(departmentPort),
    DEPT_DATA: join(dataDir, 'simulators', 'department'),
    DEPT_ID: DEMO_DEPARTMENT,
    DEPT_PRIVATE_KEY: secrets.department.privateKey,
    DEPT_STEP_MS: String(stepMs),
    ONETRIP_PUBLIC_KEY: secrets.oneTrip.publicKey,
    ONETRIP_URL: publicOrigin,
  }
  for (const folder of [sf.SF_DATA, department.DEPT_DATA]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const simulator = (name, port, env) => {
    return { ...common, name, port, script: inRoot('e2e', 'dist', `${name}.mjs`), env: { ...system, ...env } }
  }
  return { sf: simulator('sf', sfPort, sf), department: simulator('department', departmentPort, department) }
}

/** The running server never has the owner's password: a hole in it must not be able to change the tables. */
function ourEnvironment() {
  const env = { NODE_ENV: 'production', ...process.env }
  delete env.DATABASE_OWNER_URL
  return env
}

/** Written by `prepare`: who may sign in to the demo, and with what. */
function readSignIns(dataDir) {
  const path = join(dataDir, 'demo-sign-ins.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
}

/** Waits for a promise, or throws as soon as the signal aborts, whichever is first. */
function makeAbortable(signal) {
  if (!signal) return (promise) => promise
  const aborted = new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  aborted.catch(() => undefined)
  return (promise) => Promise.race([promise, aborted])
}

function once(fn) {
  let answer
  return () => (answer ??= fn())
}
