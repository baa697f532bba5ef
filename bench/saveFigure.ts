import { startBareServer } from './bareServer'
import { median, type Figure } from './figure'
import type { SavePage } from './page/save'
import { bundlePage, enterPage } from './pageScript'
import { withTab } from './rig'

const ROUNDS = 60

/** Saving a case with 4 × 300 KB scans: application, pages, operation and uploads in one strict transaction. */
export async function saveFigure(): Promise<Figure> {
  const script = await bundlePage('save')
  const server = await startBareServer()
  try {
    const { ours, bare } = await withTab(`http://localhost:${server.port}/`, async (tab) => {
      const call = await enterPage<SavePage>(tab, script)
      return call('measureSaves', ROUNDS)
    })
    return {
      name: `save a case with 4 × 300 KB scans, sealed when they were taken, median of ${ROUNDS}`,
      unit: 'ms',
      value: median(ours),
      floor: { name: 'the same buffers, bare IndexedDB, strict', value: median(bare) },
      limit: { of: 'ratio', atMost: 1.3 },
    }
  } finally {
    await server.close()
  }
}
