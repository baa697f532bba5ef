// One part of the house after the other falls silent — it is not dead, it only does not answer — and they come back in
// another order: servers, the database's own processes, department, courier. Method: "swizzle-clogging", as FoundationDB
// tests; signals that stop a process, and let it go on.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ProcessHandle, System } from '../../.scripts/system.mjs'
import { isOurs, type LaneGiven, type LaneReport } from './lane'
import { openNodeTablet, type NodeTablet } from './nodeTablet'
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

/** Between two that fall silent, or come back. */
const LATEST_MS = 250
const LONGEST_SILENCE_MS = 1_500

/** What can fall silent. Answers how it comes back. */
type Part = { readonly name: string; readonly silence: () => Promise<() => void> }

/** `count`: how many rounds. Needs a house with two servers. */
export async function swizzle({ system, count, random, say }: LaneGiven): Promise<LaneReport> {
  const parts = partsOf(system)
  const tablets: NodeTablet[] = []
  for (const { url } of system.servers) tablets.push(await openNodeTablet({ origin: url, signIn: agentOf(system) }))
  const silent = { times: 0 }
  for (let round = 1; round <= count; round += 1) {
    for (const tablet of tablets) {
      await tablet.handIn(OURS)
      await tablet.handIn(round % 2 === 0 ? DEPARTMENTS : OURS)
    }
    const chosen = shuffle(parts, random).slice(0, 1 + Math.floor(random() * parts.length))
    silent.times += chosen.length
    await Promise.all([...tablets.map((tablet) => sendUntilAllThere(tablet)), silenceAll(chosen, random)])
    await decideWhatIsThere(system)
    if (round % 5 === 0 || round === count) say(`  ${round} of ${count}`)
  }
  const [first] = tablets
  if (first) await sendOneHome(system, first)
  await Promise.all(system.servers.map((server) => server.stop()))
  const { counts, faults } = tellJoined(await judge(system, tablets))
  return { counts: `${count} rounds, ${silent.times} silences of ${parts.length} parts, ${counts}`, faults }
}

async function silenceAll(parts: readonly Part[], random: () => number): Promise<void> {
  const pause = (longestMs: number): Promise<void> => sleep(random() * longestMs)
  const back: (() => void)[] = []
  try {
    for (const part of parts) {
      await pause(LATEST_MS)
      back.push(await part.silence())
    }
    await pause(LONGEST_SILENCE_MS)
    for (const comeBack of shuffle(back.splice(0), random)) {
      comeBack()
      await pause(LATEST_MS)
    }
  } finally {
    for (const comeBack of back) comeBack()
  }
}

function partsOf(system: System): Part[] {
  const { servers, department, sf, database } = system
  const ours = { name: 'database', silence: async () => stopAll(await findBackends(database.ownerUrl)) }
  return [...[...servers, department, sf].map(processPart), ...(isOurs(system) ? [ours] : [])]
}

const processPart = (handle: ProcessHandle): Part => ({
  name: handle.name,
  silence: async () => stopAll([handle.pid()]),
})

function stopAll(pids: readonly number[]): () => void {
  const stopped = pids.filter((pid) => signal(pid, 'SIGSTOP'))
  return () => stopped.forEach((pid) => signal(pid, 'SIGCONT'))
}

/** False when it has ended meanwhile, as a connection of a pool may. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

/** The processes of PostgreSQL that work for our servers now. */
async function findBackends(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    return rows.map(({ pid }) => pid)
  } finally {
    await client.end()
  }
}

/** Fisher and Yates. */
function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items]
  const mixed: Item[] = []
  while (left.length > 0) mixed.push(...left.splice(Math.floor(random() * left.length), 1))
  return mixed
}
