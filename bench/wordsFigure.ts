import type { System } from '../.scripts/system.mjs'
import { median, type Figure } from './figure'
import type { LineShape } from './link'
import { DEADLINE_MS, withBare, withTablet } from './rig'
import { COMMENT_AT, makePicture, makeSampleCase } from './sampleCase'

const CASES = 20
const WARMING_CASES = 100
const ROUNDS = 3
/** A poor mobile line. */
const LINE: LineShape = { upMbits: 1, downMbits: 8, roundTripMs: 400 }

/** The words of 20 cases over a poor line, with 24 MB of their scans waiting behind them. */
export async function wordsFigure(system: System): Promise<Figure> {
  const sample = await makeSampleCase()
  const picture = { base64: (await makePicture()).toString('base64'), commentAt: COMMENT_AT }
  const rounds = []
  // A tablet of its own each time: one that has sent before would go on with its scans.
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(
      await withTablet(system, async ({ call, link }) => {
        await call('takeNews', DEADLINE_MS)
        // A server that runs is warm, and so is a tablet that was used today.
        await call('handIn', WARMING_CASES, sample, false)
        await call('sendWords', DEADLINE_MS)
        await call('leave')
        await call('usePicture', picture)
        await call('handIn', CASES, sample, true)
        link.shape(LINE)
        link.takeCounts()
        const ms = await call('sendWords', DEADLINE_MS)
        return { ms, ...link.takeCounts() }
      }),
    )
  }
  const value = median(rounds.map(({ ms }) => ms))
  const bytes = median(rounds.map(({ upBytes }) => upBytes))
  return {
    name: `words of ${CASES} cases at 1 Mbit/s and 400 ms, scans waiting, median of ${ROUNDS}`,
    unit: 'ms',
    value,
    floor: { name: 'a line opened and the same bytes sent once, bare', value: await measureFloor(bytes) },
    limit: { of: 'value', atMost: 1000 },
  }
}

const measureFloor = (bytes: number): Promise<number> =>
  withBare(undefined, async ({ call, link }) => {
    const rounds = []
    for (let round = 0; round < ROUNDS; round += 1) {
      link.shape(LINE)
      rounds.push(await call('postBytes', '/take', bytes))
    }
    return median(rounds)
  })
