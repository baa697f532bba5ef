import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { System } from '../../.scripts/system.mjs'
import type { Verdict } from './check'
import { openNodeTablet } from './nodeTablet'
import { agentOf, decideWhatIsThere, DEPARTMENTS, judge, OURS, sendOneHome, sendUntilAllThere } from './rounds'

/** What is killed while a tablet sends. */
export type Victim = 'server' | 'database'

export type KillLane = {
  readonly system: System
  readonly victim: Victim
  readonly count: number
  /** In [0, 1): when each blow falls. */
  readonly random: () => number
  readonly say: (line: string) => void
}

const DEPARTMENT_EVERY = 3
/** The longest that a blow waits: a round of sending takes about that long. */
const LATEST_MS = 400

/**
 * A tablet hands in and sends while the server, or a process of the database, is killed at some moment, again and again;
 * what it was told before may be no lie. In the end an outsider compares what it took in with what there is.
 */
export async function runKillLane({ system, victim, count, random, say }: KillLane): Promise<Verdict> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const tablet = await openNodeTablet({ origin: server.url, signIn: agentOf(system) })
  for (let blow = 1; blow <= count; blow += 1) {
    await tablet.handIn(OURS)
    await tablet.handIn(blow % DEPARTMENT_EVERY === 1 ? DEPARTMENTS : OURS)
    const sending = sendUntilAllThere(tablet)
    await sleep(Math.floor(random() * LATEST_MS))
    if (victim === 'server') {
      await server.kill('SIGKILL')
      await server.restart()
    } else await killDatabase(system, blow)
    await sending
    await decideWhatIsThere(system)
    if (blow % 10 === 0 || blow === count) say(`  ${blow} of ${count}`)
  }
  // The last blow may not be mended yet.
  await untilSomebodyWorks(system.database.ownerUrl)
  await sendOneHome(system, tablet)
  await server.stop()
  return judge(system, [tablet])
}

/** In turn one process of it, and the one that all others hang on, with all of them: that one somebody has to start again. */
async function killDatabase({ database }: System, blow: number): Promise<void> {
  if (blow % 2 === 1 || !database.kill || !database.restart) return killBackend(database.ownerUrl)
  await database.kill()
  await database.restart()
}

/**
 * Kills a process of PostgreSQL that works for us. The database ends all others and recovers from its log; until it has,
 * it lets nobody in, and nobody works who could be killed.
 */
async function killBackend(url: string): Promise<void> {
  process.kill(await untilSomebodyWorks(url), 'SIGKILL')
}

async function untilSomebodyWorks(url: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const pid = await findBackend(url).catch(() => undefined)
    if (pid !== undefined) return pid
    await sleep(50)
  }
  throw new Error('the database has nobody whom it works for')
}

async function findBackend(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      // Of others' processes the owner of a database may know no more than that they are there.
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1',
    )
    return rows[0]?.pid
  } finally {
    await client.end()
  }
}
