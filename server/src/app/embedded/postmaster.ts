import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findAccount } from './account'
import { getBinaries } from './binaries'
import type { Cluster, Opening } from './cluster'
import { findFreePort } from './freePort'
import { disownLockFile, isPostmasterOf, readLockFile } from './lockFile'
import { openLog } from './logFile'
import { findCommandLine, sendSignal, waitUntilGone } from './process'
import { adminUrl, doesAnswer } from './provision'

/** The one process that owns a cluster; all others of PostgreSQL are its children and go with it. */
export type Postmaster = { readonly pid: number; readonly port: number }

/** Crash recovery replays the log since the last checkpoint before it answers; minutes are possible, hours are not. */
const READY_TIMEOUT_MS = 300_000
/** After a kill -9, the old children need a moment to notice and to let go of the shared memory. */
const HANDOVER_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 20_000

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
  let port = await findFreePort(cluster.port)
  for (;;) {
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
  child.unref()
  closeSync(log.file)

  const { pid } = child
  if (pid === undefined) throw new Error(`cannot run ${postgres}`, { cause: await once(child, 'error') })
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
