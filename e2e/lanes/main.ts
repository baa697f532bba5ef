// npm run lane -- kill-server --count 30: real faults, each lane its own house, judged by an outsider.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystem } from '../../.scripts/system.mjs'
import { runKillLane, type Victim } from './killLane'

const VICTIMS: Readonly<Record<string, Victim>> = { 'kill-server': 'server', 'kill-database': 'database' }

const [, , name = '', ...words] = process.argv
const victim = VICTIMS[name]
if (!victim) throw new Error(`no lane is called "${name}"; there are: ${Object.keys(VICTIMS).join(', ')}`)
const count = Number(words[words.indexOf('--count') + 1] ?? Number.NaN)
if (!Number.isSafeInteger(count) || count < 1) throw new Error('say how often: --count 30')

const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-lane-'))
await rm(dataDir, { recursive: true })
const startMs = performance.now()
// What a killed process had written must lie on the disk: full durability.
const system = await startSystem({ dataDir, say: () => undefined, durability: 'full', stepMs: 0 })
try {
  const verdict = await runKillLane({ system, victim, count, random: Math.random, say: (line) => console.log(line) })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`${name}: ${count} kills, ${verdict.cases} cases, ${verdict.scans} scans, ${seconds} s`)
  for (const fault of verdict.faults) console.log(`  ✗ ${fault}`)
  console.log(verdict.faults.length === 0 ? '  ✓ nothing lost, nothing doubled, nobody’s' : '  red')
  process.exitCode = verdict.faults.length === 0 ? 0 : 1
} finally {
  await system.stop()
  await rm(dataDir, { recursive: true, force: true })
}
