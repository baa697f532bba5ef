// npm run bench -- [name]: figures, each beside its floor of the same run. Never a timed test: a figure that is not kept is
// printed with a ✗ and goes into docs/measurements.md with its reason; only a figure that cannot be measured fails.
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystem, type System } from '../.scripts/system.mjs'
import { bytesFigures } from './bytesFigures'
import { cutsFigures } from './cutsFigure'
import { feedFigures } from './feedFigure'
import { describeFigure, type Figure } from './figure'
import { listFigures } from './listFigure'
import { pushFigures } from './pushFigure'
import { saveFigure } from './saveFigure'
import { scansFigures } from './scansFigure'
import { searchFigures } from './searchFigure'
import { serverFigures } from './serverFigure'
import { startFigure } from './startFigure'
import { wordsFigure } from './wordsFigure'

const FIGURES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  bytes: bytesFigures,
  save: async () => [await saveFigure()],
  list: listFigures,
  search: searchFigures,
  push: () => withSystem(pushFigures),
  server: () => withSystem(serverFigures),
  feed: () => withSystem(feedFigures),
  scans: () => withSystem(scansFigures),
  words: async () => [await withSystem(wordsFigure)],
  cuts: () => withSystem(cutsFigures),
  start: async () => [await withSystem(startFigure)],
}

const [, , wanted] = process.argv
const chosen = Object.entries(FIGURES).filter(([name]) => wanted === undefined || name === wanted)
if (chosen.length === 0)
  throw new Error(`no figure is called ${wanted ?? ''}; there are: ${Object.keys(FIGURES).join(', ')}`)

console.log(
  `${new Date().toISOString().slice(0, 10)} · Node ${process.version} · ${cpus().length} cores · ${process.platform} ${release()}`,
)
for (const [, measure] of chosen) {
  for (const figure of await measure()) console.log(describeFigure(figure))
}

/** A real system on data of its own, PostgreSQL with full durability. */
async function withSystem<Measured>(measure: (system: System) => Promise<Measured>): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-bench-data-'))
  await rm(dataDir, { recursive: true })
  const system = await startSystem({ dataDir, say: () => undefined, durability: 'full' })
  try {
    return await measure(system)
  } finally {
    await system.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
