import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findAccount } from './account'
import { getBinaries } from './binaries'
import type { Cluster, Opening } from './cluster'
import { adminUrl, doesAnswer } from './provision'
import { findCommandLine, isSystemError, sendSignal, waitUntilGone } from './process'

/** The one process that owns a cluster; all others of PostgreSQL are its children and go with it. */
export type Postmaster = { readonly pid: number; readonly port: number }

/** Crash recovery replays the log since the last checkpoint before it answers; minutes are possible, hours are not. */
const READY_TIMEOUT_MS = 300_000
/** After a kill -9, the old children need a moment to notice and to let go of the shared memory. */
const HANDOVER_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 20_000
const LOG_LIMIT_BYTES = 10_000_000

/** A live postmaster of this cluster that answers; undefined when there is none, or once it has ended. */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const found = readLockFile(cluster)
  if (!found) return undefined
  if (!isPostmasterOf(cluster, found.pid)) {
    if (findCommandLine(found.pid) !== undefined) disownLockFile(cluster)
    return undefined
  }
  // Its word alone is not enough: one that is being killed still says `ready`.
  const isUp = (await waitUntilReady(cluster, found.pid)) && (await waitUntilAnswering(cluster, found))
  return isUp ? { pid: found.pid, port: found.port } : undefined
}

/** Starts a postmaster on the cluster's port, or on another when that one is taken. Throws with its last words. */
export async function launchPostmaster(cluster: Cluster, opening: Opening): Promise<Postmaster> {
  const deadlineMs = Date.now() + HANDOVER_TIMEOUT_MS
  for (let port = await findFreePort(cluster.port); ;) {
    const attempt = await spawnPostmaster({ ...cluster, port }, opening)
    if (attempt.kind === 'ready') return attempt
    const isInUse = /shared memory block .* still in use|lock file "postmaster.pid" already exists/.test(attempt.words)
    const isPortTaken = /could not create any TCP\/IP sockets/.test(attempt.words)
    if ((!isInUse && !isPortTaken) || Date.now() > deadlineMs) {
      throw new Error(`PostgreSQL did not start in ${cluster.directory}:\n${attempt.words}`)
    }
    if (isPortTaken) port = await findFreePort(0)
    else await sleep(200)
  }
}

/** Open transactions are rolled back, everything committed is on the disk; a postmaster that hangs is cut short. */
export async function stopPostmaster(pid: number): Promise<void> {
  sendSignal(pid, 'SIGINT')
  if (await waitUntilGone(pid, STOP_TIMEOUT_MS)) return
  sendSignal(pid, 'SIGQUIT')
  if (!(await waitUntilGone(pid, STOP_TIMEOUT_MS))) throw new Error(`PostgreSQL (pid ${pid}) does not stop`)
}

type Attempt = ({ readonly kind: 'ready' } & Postmaster) | { readonly kind: 'exited'; readonly words: string }

async function spawnPostmaster(cluster: Cluster, { dataDir, durability, say }: Opening): Promise<Attempt> {
  const account = await findAccount(cluster.directory)
  const { postgres } = await getBinaries(account, say)
  const log = await openLog(join(dataDir, 'logs', 'postgres.log'))
  const words = ['-D', cluster.directory, ...settings(cluster.port, durability).flatMap((setting) => ['-c', setting])]
  // Detached: Ctrl-C at the terminal must reach us alone, so that what uses the database can stop before it.
  const stdio = ['ignore', log.file, log.file] as const
  const env = { PATH: process.env.PATH, TZ: 'UTC' }
  const child = spawn(postgres, words, { ...account, cwd: '/', env, detached: true, stdio: [...stdio] })
  const hasFailed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  child.unref()
  closeSync(log.file)

  const pid = child.pid
  if (pid === undefined) return hasFailed
  if (await waitUntilReady(cluster, pid)) return { kind: 'ready', pid, port: cluster.port }
  return { kind: 'exited', words: readFileSync(log.path).subarray(log.sizeBytes).toString('utf8') }
}

function settings(port: number, durability: Opening['durability']): string[] {
  const isSafe = durability === 'full' ? 'on' : 'off'
  return [
    ...['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='],
    ...[`fsync=${isSafe}`, `synchronous_commit=${isSafe}`, `full_page_writes=${isSafe}`],
    ...['max_connections=200', 'timezone=UTC', 'log_timezone=UTC', 'logging_collector=off'],
    // DETAIL lines quote column values: "Key (id_number)=(…) already exists".
    'log_error_verbosity=terse',
  ]
}

type Log = { readonly path: string; readonly file: number; readonly sizeBytes: number }

async function openLog(path: string): Promise<Log> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  if ((await sizeBytes(path)) > LOG_LIMIT_BYTES) await rename(path, `${path}.1`)
  const file = openSync(path, 'a', 0o600)
  return { path, file, sizeBytes: fstatSync(file).size }
}

async function sizeBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 0
    throw error
  }
}

async function waitUntilReady(cluster: Cluster, pid: number): Promise<boolean> {
  const deadlineMs = Date.now() + READY_TIMEOUT_MS
  while (findCommandLine(pid) !== undefined) {
    const lock = readLockFile(cluster)
    if (lock?.pid === pid && lock.status === 'ready') return true
    if (Date.now() > deadlineMs) throw new Error(`PostgreSQL (pid ${pid}) is alive but does not get ready`)
    await sleep(10)
  }
  return false
}

async function waitUntilAnswering(cluster: Cluster, { pid, port }: Postmaster): Promise<boolean> {
  const deadlineMs = Date.now() + HANDOVER_TIMEOUT_MS
  while (!(await doesAnswer(adminUrl({ ...cluster, port })))) {
    if (findCommandLine(pid) === undefined) return false
    if (Date.now() > deadlineMs) throw new Error(`PostgreSQL (pid ${pid}) is alive but does not answer on port ${port}`)
    await sleep(50)
  }
  return true
}

const lockPath = ({ directory }: Cluster): string => join(directory, 'postmaster.pid')

type LockFile = Postmaster & { readonly status: string }

/** Lines of postmaster.pid: 1 pid, 4 port, 8 status (`starting`, `ready`, `stopping`). Source: miscadmin.h, pidfile.h. */
function readLockFile(cluster: Cluster): LockFile | undefined {
  try {
    const lines = readFileSync(lockPath(cluster), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' } : undefined
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * The number in the lock file now belongs to a stranger, and PostgreSQL would not start. Deleting the file would also
 * delete the note that guards against old children still writing; with its parent's number PostgreSQL takes the file
 * for stale and checks that note. Source: CreateLockFile in miscinit.c.
 */
function disownLockFile(cluster: Cluster): void {
  const text = readFileSync(lockPath(cluster), 'utf8')
  writeFileSync(lockPath(cluster), text.replace(/^\d+/, String(process.pid)))
}

function isPostmasterOf({ directory }: Cluster, pid: number): boolean {
  const words = findCommandLine(pid)?.split(' ') ?? []
  return (
    words.some((word) => word.endsWith('postgres')) && (findCommandLine(pid)?.includes(`-D ${directory} `) ?? false)
  )
}

/** The preferred port when nobody listens there, else one that the system picks. */
async function findFreePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? preferred
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (isSystemError(error, 'EADDRINUSE')) resolve(undefined)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
