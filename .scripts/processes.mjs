// Our own processes: starting, asking whether they are well, stopping, and finding those that an earlier run left behind.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot, refusal } from './root.mjs'

const HEALTH_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 8_000
const LOG_LIMIT_BYTES = 10_000_000

/** What the server's build knows about processes and data folders; the embedded PostgreSQL is guarded by the same code. */
const loadProcessTools = () => import(inRoot('server', 'dist', 'process.mjs'))
const loadDataFolder = () => import(inRoot('server', 'dist', 'dataFolder.mjs'))

/**
 * Takes a data folder for this run, so that two runs never share one: stops what an earlier run left alive, refuses
 * while another run is alive. Every process that is started through the answer is noted in the folder.
 */
export async function claimDataFolder(dataDir) {
  const { findCommandLine } = await loadProcessTools()
  const { makeDataFolder } = await loadDataFolder()
  const path = join(dataDir, 'processes.json')
  await stopLeftOvers(path, dataDir)
  await makeDataFolder(dataDir)
  const run = randomUUID()
  const parent = { pid: process.pid, commandLine: findCommandLine(process.pid) }
  const children = new Map()
  const save = () => {
    writeFileSync(`${path}.new`, JSON.stringify({ run, parent, children: [...children.values()] }), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  save()
  return {
    run,
    note: (name, pid) => {
      children.set(name, { name, pid })
      save()
    },
    release: () => rmSync(path, { force: true }),
  }
}

async function stopLeftOvers(path, dataDir) {
  if (!existsSync(path)) return
  const { findCommandLine } = await loadProcessTools()
  const { run, parent, children } = JSON.parse(readFileSync(path, 'utf8'))
  if (parent.pid !== process.pid && findCommandLine(parent.pid) === parent.commandLine) {
    throw refusal(`OneTrip already runs from ${dataDir} (process ${parent.pid}). Stop it there with Ctrl-C first.`)
  }
  // A number alone may belong to a stranger by now; only our own carry the mark of that run.
  const ours = children.filter(({ pid }) => findCommandLine(pid)?.includes(markOf(run)))
  for (const { name, pid } of ours) {
    console.log(`stopping ${name} (process ${pid}), left over from an earlier run`)
    await stopProcess(pid)
  }
}

const markOf = (run) => `--run=${run}`

async function stopProcess(pid) {
  const { sendSignal, waitUntilGone } = await loadProcessTools()
  sendSignal(pid, 'SIGTERM')
  if (await waitUntilGone(pid, STOP_TIMEOUT_MS)) return
  sendSignal(pid, 'SIGKILL')
  await waitUntilGone(pid, STOP_TIMEOUT_MS)
}

/**
 * Starts one Node program of ours and answers a handle that outlives its restarts. `spec`: name, script, words, env,
 * logFolder, claim, `flags` of Node where they are to be others, and `port` when it answers GET /health. It is detached:
 * Ctrl-C reaches only us, and we stop things in order.
 */
export function startChild(spec) {
  const { name, port, logFolder } = spec
  const logPath = join(logFolder, `${name}.log`)
  let current, isWanted, reportDeath
  const died = new Promise((resolve) => {
    reportDeath = resolve
  })
  const run = async () => {
    isWanted = true
    const child = (current = spawnChild(spec, logPath))
    const how = await child.gone
    if (isWanted && child === current) reportDeath({ name, ...how })
  }
  const end = async (endProcess) => {
    isWanted = false
    if (!current.hasEnded()) await endProcess(current.pid)
    return current.gone
  }
  const handle = {
    ...{ name, port, logPath, died, url: `http://127.0.0.1:${port}` },
    pid: () => current.pid,
    hasEnded: () => current.hasEnded(),
    gone: () => current.gone,
    lastWords: () => lastWords(logPath, current.logStartBytes),
    kill: (signal) => end((pid) => process.kill(pid, signal)),
    stop: () => end(stopProcess),
    restart: async () => {
      await end(stopProcess)
      void run()
      await waitUntilHealthy(handle)
    },
  }
  void run()
  return handle
}

function spawnChild({ name, script, flags = ['--enable-source-maps'], words = [], env, claim }, logPath) {
  const log = openLog(logPath)
  const logStartBytes = fstatSync(log).size
  const all = [...flags, script, ...words, markOf(claim.run)]
  const child = spawn(process.execPath, all, { env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  if (child.pid !== undefined) claim.note(name, child.pid)
  const gone = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: error.code, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  return { pid: child.pid, gone, logStartBytes, hasEnded: () => child.exitCode !== null || child.signalCode !== null }
}

function openLog(path) {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

/** Resolves once the child answers. Throws with its last words when it ends before, or never answers. */
export async function waitUntilHealthy({ name, url, hasEnded, lastWords }) {
  const deadlineMs = Date.now() + HEALTH_TIMEOUT_MS
  while (!(await isHealthy(url))) {
    if (hasEnded()) throw refusal(`${name} ended before it was ready.\n${lastWords()}`)
    if (Date.now() > deadlineMs) throw refusal(`${name} does not get ready.\n${lastWords()}`)
    await sleep(50)
  }
}

async function isHealthy(url) {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })
    return response.ok
  } catch {
    return false
  }
}

/** The end of what a process has written since it started, for the person who now wants to know why. */
function lastWords(logPath, startBytes) {
  const lines = readFileSync(logPath).subarray(startBytes).toString('utf8').trimEnd().split('\n')
  return [`Its last words (${logPath}):`, ...lines.slice(-20).map((line) => `  ${line}`)].join('\n')
}
