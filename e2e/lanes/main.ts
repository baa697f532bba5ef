// npm run lane -- kill-server --count 30: real faults, each lane its own house, judged by an outsider.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canaries } from './canaries'
import { damaged } from './damaged'
import { fullDisk } from './fullDisk'
import { killBrowser } from './killBrowser'
import { runKillLane, type Victim } from './killLane'
import { inHouse, isOurs, NOT_TRIED, notTried, type Lane, type LaneReport } from './lane'
import { readNumber } from './options'
import { quota } from './quota'
import { replayed } from './replayed'
import { tellJoined } from './rounds'
import { restored } from './restored'
import { serverFull } from './serverFull'
import { slowLines } from './slowLines'
import { storm } from './storm/storm'
import { swizzle } from './swizzle'
import { syncBeforeSaved } from './syncBeforeSaved'
import { tabs } from './tabs'
import { upgrade } from './upgrade'
import { wake } from './wake'

const kill = (victim: Victim): Lane =>
  inHouse(async (given) => {
    if (victim === 'database' && !isOurs(given.system))
      return notTried('The database is somebody else’s: its processes are not ours to kill.')
    const { counts, faults } = tellJoined(await runKillLane({ ...given, victim }))
    return { counts: `${given.count} kills, ${counts}`, faults }
  })

type Known = {
  readonly run: Lane
  readonly count: number
  /** What is counted, where it is no round: `--tablets 2000`. */
  readonly counted?: string
}

/** Each lane, and how often it goes round unless it is told. */
const LANES: Readonly<Record<string, Known>> = {
  'kill-server': { run: kill('server'), count: 30 },
  'kill-database': { run: kill('database'), count: 30 },
  'kill-browser': { run: inHouse(killBrowser), count: 20 },
  canaries: { run: inHouse(canaries), count: 50 },
  strace: { run: inHouse(syncBeforeSaved), count: 10 },
  tabs: { run: inHouse(tabs), count: 3 },
  upgrade: { run: upgrade, count: 2 },
  wake: { run: inHouse(wake), count: 3 },
  quota: { run: inHouse(quota), count: 2 },
  'full-disk': { run: inHouse(fullDisk), count: 50 },
  damaged: { run: inHouse(damaged), count: 2 },
  swizzle: { run: inHouse(swizzle, { serverCount: 2 }), count: 20 },
  'slow-lines': { run: inHouse(slowLines), count: 300 },
  'server-full': { run: serverFull, count: 3 },
  restored: { run: restored, count: 3 },
  replayed: { run: inHouse(replayed), count: 2 },
  storm: { run: inHouse(storm), count: 2000, counted: 'tablets' },
}

const [, , name = '', ...words] = process.argv
const lane = LANES[name]
if (!lane) throw new Error(`no lane is called "${name}"; there are: ${Object.keys(LANES).join(', ')}`)
const count = readNumber(words, lane.counted ?? 'count', lane.count)

// Not inside a house's folder: the database runs under another account and must pass through.
const folder = await mkdtemp(join(tmpdir(), 'onetrip-lane-browsers-'))
const interruption = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => reject(new Error(`interrupted by ${signal}`)))
  }
})
interruption.catch(() => undefined)
const startMs = performance.now()
try {
  const say = (line: string): void => console.log(line)
  const given = { count, random: Math.random, say, folder, words, interruption }
  const { counts, faults, notes = [] } = await lane.run(given).catch(brokeOff)
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`${name}: ${counts}, ${seconds} s`)
  for (const line of notes) console.log(`  · ${line}`)
  for (const fault of faults) console.log(`  ✗ ${fault}`)
  const well = counts === NOT_TRIED ? '  – not tried: this says nothing' : '  ✓ nothing lost, nothing doubled, nobody’s'
  console.log(faults.length === 0 ? well : '  red')
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  // One that was interrupted may still have a browser that writes there; it goes with this process.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}
process.exit()

/** A lane that could not go on was stopped by what it looks for, or by a fault of its own: either way it is red. */
function brokeOff(error: unknown): LaneReport {
  console.error(error)
  return { counts: 'broke off', faults: [String(error).split('\n', 1)[0] ?? ''] }
}
