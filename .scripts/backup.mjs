// Carries a house away and brings it back. What is done stands in server/src/app/backup; here is who may do it when, and
// that PostgreSQL runs meanwhile.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './build.mjs'
import { claimDataFolder } from './processes.mjs'
import { inRoot, refusal, root } from './root.mjs'
import { loadEnvironment } from './start.mjs'

/** `npm run backup -- <folder>`: also beside a OneTrip that runs. */
export async function backup(words) {
  const { dataDir, isForeign, all } = await begin('backup', words)
  if (isForeign || (await isInUse(dataDir))) return run(all, { dataDir })
  if (!existsSync(join(dataDir, 'postgres.json')))
    throw refusal(`There is no database in ${dataDir}: set ONETRIP_DATA to the data folder that you mean.`)
  return withClaim(dataDir, (claim) => withPostgres(dataDir, (ownerUrl) => run(all, { dataDir, claim, ownerUrl })))
}

/** `npm run restore -- <folder>`: refused beside a OneTrip that runs. */
export async function restore(words) {
  const { dataDir, isForeign, all } = await begin('restore', words)
  return withClaim(dataDir, (claim) => {
    if (isForeign) return run(all, { dataDir, claim })
    return withPostgres(dataDir, (ownerUrl) => run(all, { dataDir, claim, ownerUrl }))
  })
}

async function begin(command, [folder, ...flags]) {
  if (!folder || folder.startsWith('--')) throw refusal(`Name a folder: npm run ${command} -- <folder>`)
  loadEnvironment()
  const { DATABASE_URL, DATABASE_OWNER_URL, ONETRIP_DATA, INIT_CWD } = process.env
  if (!DATABASE_URL !== !DATABASE_OWNER_URL) {
    throw refusal('Set both DATABASE_URL and DATABASE_OWNER_URL, or neither (.env.example).')
  }
  await build(['server'])
  return {
    dataDir: resolve(root, ONETRIP_DATA ?? 'data'),
    isForeign: Boolean(DATABASE_URL),
    // From where the person stands, who may have called npm in a folder below.
    all: [command, resolve(INIT_CWD ?? root, folder), ...flags],
  }
}

/** Whether a run, or what it left behind, works in the data folder: then its PostgreSQL is not ours to start or stop. */
async function isInUse(dataDir) {
  const path = join(dataDir, 'processes.json')
  if (!existsSync(path)) return false
  const { findCommandLine } = await import(inRoot('server', 'dist', 'process.mjs'))
  const { run: mark, parent, children } = JSON.parse(readFileSync(path, 'utf8'))
  const isOurs = ({ pid }) => findCommandLine(pid)?.includes(`--run=${mark}`) ?? false
  return findCommandLine(parent.pid) === parent.commandLine || children.some(isOurs)
}

async function withClaim(dataDir, fn) {
  const claim = await claimDataFolder(dataDir)
  try {
    return await fn(claim)
  } finally {
    claim.release()
  }
}

/** One that outlived its run goes on running: it was not started here. */
async function withPostgres(dataDir, fn) {
  const { startPostgres } = await import(inRoot('server', 'dist', 'postgres.mjs'))
  const postgres = await startPostgres({ dataDir, durability: 'full', say: console.log })
  try {
    return await fn(postgres.ownerUrl)
  } finally {
    if (postgres.how === 'started') await postgres.stop()
  }
}

/** Runs a command of the server program at this terminal. One that does not end well has said why. */
async function run(all, { dataDir, claim, ownerUrl }) {
  const env = { ...process.env, ONETRIP_DATA: dataDir }
  if (ownerUrl) env.DATABASE_OWNER_URL = ownerUrl
  const mark = claim ? [`--run=${claim.run}`] : []
  const script = inRoot('server', 'dist', 'main.mjs')
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...all, ...mark], { env, stdio: 'inherit' })
  if (child.pid !== undefined) claim?.note(all[0], child.pid)
  // Ctrl-C reaches the child by itself; what was started for it must be stopped after it all the same.
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const how = await new Promise((resolveEnd, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolveEnd(signal ?? code))
  })
  if (typeof how === 'string') throw refusal(`${all[0]} was stopped (${how}) before its end.`)
  process.exitCode = how
}
