// The disk of a house is full, of database, scans and logs alike: what it signed for is there, nothing else is called
// sent, it goes on answering, and all that waited goes once there is room.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSystem, type System } from '../../.scripts/system.mjs'
import { houseAt, notTried, type LaneReport, type LaneStart } from './lane'
import { openNodeTablet, type NodeTablet } from './nodeTablet'
import { mountDisk } from './ownDisk'
import {
  agentOf,
  decideWhatIsThere,
  DEPARTMENTS,
  judge,
  OURS,
  sendOneHome,
  sendUntilAllThere,
  tellJoined,
} from './rounds'

const DISK_MB = 500
const CASES = 30
const FULL_MS = 4_000
/** A database that found no room for its log has ended, and is started again. */
const ENDS_WITHIN_MS = 2_000

/** `count`: how often the disk runs full. */
export async function serverFull(given: LaneStart): Promise<LaneReport> {
  const disk = mountDisk(given.folder, DISK_MB)
  if (!disk)
    return notTried('No disk of its own could be mounted (that needs root): a house with a full disk was not seen.')
  const system = await startSystem(houseAt(join(disk.path, 'house')))
  try {
    return await Promise.race([runFull({ ...given, system, ballast: join(disk.path, 'ballast') }), given.interruption])
  } finally {
    await system.stop()
    disk.unmount()
  }
}

type Full = LaneStart & { readonly system: System; readonly ballast: string }

async function runFull({ system, ballast, count, say }: Full): Promise<LaneReport> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const tablet = await openNodeTablet({ origin: server.url, signIn: agentOf(system) })
  const stuck: number[] = []
  const faults: string[] = []
  for (let round = 1; round <= count; round += 1) {
    fill(ballast)
    for (let nth = 0; nth < CASES; nth += 1) await tablet.handIn(nth === 0 ? DEPARTMENTS : OURS)
    const said = await trySending(tablet)
    const left = await tablet.countUnsent()
    stuck.push(left)
    // One that does not answer would be `unreachable`.
    if (said.has('unreachable')) faults.push(`round ${round}: the server did not answer`)
    if (left === 0) faults.push(`round ${round}: all went to a disk that was to be full`)
    rmSync(ballast)
    await recover(system)
    await sendUntilAllThere(tablet)
    await decideWhatIsThere(system)
    const words = [...said].map(([word, times]) => `${times} × ${word}`).join(', ')
    say(`  ${round} of ${count}: ${words}; ${left} waited for room, and went`)
  }
  await sendOneHome(system, tablet)
  await server.stop()
  const joined = tellJoined(await judge(system, [tablet]))
  return { counts: `${count} times full, ${joined.counts}`, faults: [...faults, ...joined.faults] }
}

/** Until nothing more goes onto the disk. */
function fill(ballast: string): void {
  const file = openSync(ballast, 'w')
  const block = new Uint8Array(64 * 1024)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}

/** Answers what the server said, counted. */
async function trySending({ engine }: NodeTablet): Promise<Map<string, number>> {
  const said = new Map<string, number>()
  const untilMs = Date.now() + FULL_MS
  while (Date.now() < untilMs) {
    const step = await engine.step()
    const word = step.did === 'fail' ? step.failure.kind : step.did
    said.set(word, (said.get(word) ?? 0) + 1)
    if (step.did === 'fail' || step.did === 'rest') await sleep(50)
    engine.wake()
  }
  return said
}

/** As who looks after the house would: what has ended is started again. */
async function recover({ database, servers }: System): Promise<void> {
  const hasEnded = await Promise.race([database.died.then(() => true), sleep(ENDS_WITHIN_MS, false)])
  if (hasEnded) await database.restart?.()
  for (const server of servers) if (server.hasEnded()) await server.restart()
}
