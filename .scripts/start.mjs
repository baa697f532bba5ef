import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, PRODUCT } from './build.mjs'
import { inRoot, refusal, root } from './root.mjs'
import { seconds } from './steps.mjs'
import { startSystem } from './system.mjs'

/** Preferred ports; a busy one means the next free one, and what it became is printed. */
const PORTS = { server: 7300, sf: 7310, department: 7320 }

/** `npm start`, `npm start -- --fresh` */
export async function start(words) {
  const { isFresh } = readWords(words)
  const startMs = performance.now()
  loadEnvironment()
  await build(PRODUCT)
  await runUntilStopped({ isFresh, onReady: (system) => announce(system, performance.now() - startMs) })
}

export function readWords(words) {
  const unknown = words.filter((word) => word !== '--fresh')
  if (unknown.length > 0)
    throw refusal(`"${unknown.join(' ')}" is not known here. There is: --fresh (begin with an empty data folder).`)
  return { isFresh: words.includes('--fresh') }
}

export function loadEnvironment() {
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'))
}

/** Runs a OneTrip until Ctrl-C, or until one of its processes ends by itself; then nothing of it is left running. */
export async function runUntilStopped({ isFresh = false, onReady }) {
  const dataDir = resolve(root, process.env.ONETRIP_DATA ?? 'data')
  if (isFresh && process.env.DATABASE_URL) {
    throw refusal('--fresh empties the data folder only; a PostgreSQL of your own is for you to empty.')
  }
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort(signal))
  // A terminal that was closed can no longer be written to; that is no reason to stop half-way.
  process.stdout.on('error', () => undefined)

  try {
    const system = await startSystem({ dataDir, ports: PORTS, isFresh, say: console.log, signal: stopping.signal })
    try {
      await onReady(system)
      await untilSomethingEnds(system, stopping.signal)
    } finally {
      await system.stop()
    }
  } catch (error) {
    if (!stopping.signal.aborted) throw error
  }
  console.log('\nstopped; the data stays where it was.')
  process.exit(0)
}

async function untilSomethingEnds({ database, sf, department, servers }, signal) {
  const stopped = new Promise((resolveStop) => {
    signal.addEventListener('abort', () => resolveStop(undefined))
    if (signal.aborted) resolveStop(undefined)
  })
  const parts = [database, sf, department, ...servers]
  const ended = await Promise.race([stopped, ...parts.map((part) => part.died.then((how) => ({ part, how })))])
  if (!ended) return
  const { part, how } = ended
  const words = part.lastWords?.() ?? ''
  throw refusal(`${how.name} ended by itself (${how.signal ?? `code ${how.code}`}), so the rest was stopped.\n${words}`)
}

/** What a person at the terminal needs to begin. */
export function announce({ origin, dataDir, database, sf, department, servers, signIns }, tookMs) {
  const lines = [
    '',
    `最多跑一次 OneTrip is ready after ${seconds(tookMs)}`,
    '',
    `  代办员 agent      ${origin}/agent/`,
    `  部门   staff      ${origin}/staff/`,
    `  居民   resident   ${origin}/`,
    '',
    ...signIns.map(describeSignIn),
    '',
    '  登记码 registration codes: a new tablet asks for that of its station, once',
    ...signIns.filter(({ registrationCode }) => registrationCode).map(describeCode),
    '',
    `  data         ${dataDir} (${database.name})`,
    `  logs         ${resolve(dataDir, 'logs')}`,
    `  processes    ${servers.map(({ url }) => `server ${url}`).join(', ')}, courier ${sf.url}, department ${department.url}`,
    '',
    'Ctrl-C stops everything.',
  ]
  console.log(lines.join('\n'))
}

/** Chinese characters are two columns wide, so what varies in width stands at the end. */
function describeSignIn({ app, role, unitName, name, loginName, password }) {
  return `  ${app.padEnd(9)} ${loginName.padEnd(16)} ${password.padEnd(20)} ${role.padEnd(18)} ${name}，${unitName}`
}

function describeCode({ unitName, loginName, registrationCode }) {
  return `  ${''.padEnd(9)} ${loginName.padEnd(16)} ${registrationCode.match(/.{4}/g).join('-').padEnd(20)} ${unitName}`
}
