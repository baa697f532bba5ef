import { setTimeout as sleep } from 'node:timers/promises'
import type { System } from '../.scripts/system.mjs'
import type { Figure } from './figure'
import type { LineShape, Link } from './link'
import { DEADLINE_MS, withBare, withTablet } from './rig'
import { COMMENT_AT, makePicture, makeSampleCase, SCAN_BYTES, SCANS_PER_CASE, type SampleCase } from './sampleCase'

const CASES = 5
const SCANS = CASES * SCANS_PER_CASE
/** The line is up for so long, then away for so long, over and over. */
const UP_MS = 3000
const AWAY_MS = 1000
/** So that the line is busy while one of them waits for an answer. */
const BARE_LANES = 2
/** Far more eager than a product may be. */
const BARE_PAUSE_MS = 100

type Poor = { readonly name: string; readonly line: LineShape; readonly atMostS: number; readonly atMostTimes: number }

const LINES: readonly Poor[] = [
  { name: '1 Mbit/s, 400 ms', line: { upMbits: 1, downMbits: 8, roundTripMs: 400 }, atMostS: 95, atMostTimes: 1.12 },
  { name: '8 Mbit/s, 100 ms', line: { upMbits: 8, downMbits: 32, roundTripMs: 100 }, atMostS: 9.5, atMostTimes: 1.05 },
]

/** Five cases with their scans over a line that breaks all the time. */
export async function cutsFigures(system: System): Promise<Figure[]> {
  const sample = await makeSampleCase()
  const picture = { base64: (await makePicture()).toString('base64'), commentAt: COMMENT_AT }
  const figures: Figure[] = []
  for (const poor of LINES) {
    const floor = await measureFloor(poor.line)
    const ours = await measureOurs(system, poor.line, { sample, picture })
    const name = `${CASES} cases with ${SCANS} scans at ${poor.name}, cut for 1 s after every 3 s`
    const floorName = 'bare uploads that go on where they were cut'
    figures.push(
      {
        name,
        unit: 's',
        value: ours.ms / 1000,
        floor: { name: floorName, value: floor.ms / 1000 },
        limit: { of: 'value', atMost: poor.atMostS },
      },
      {
        name: `${name}: bytes sent ÷ payload`,
        unit: '×',
        value: ours.times,
        floor: { name: floorName, value: floor.times },
        limit: { of: 'value', atMost: poor.atMostTimes },
      },
    )
  }
  return figures
}

type Sample = { readonly sample: SampleCase; readonly picture: { readonly base64: string; readonly commentAt: number } }
type Measured = { readonly ms: number; readonly times: number }

const measureOurs = (system: System, line: LineShape, { sample, picture }: Sample): Promise<Measured> =>
  withTablet(system, async ({ call, link }) => {
    await call('takeNews', DEADLINE_MS)
    await call('leave')
    await call('usePicture', picture)
    const { wordsBytes, scanBytes } = await call('handIn', CASES, sample, true)
    return whileCut(link, line, { payload: wordsBytes + scanBytes, run: () => call('sendAll', DEADLINE_MS) })
  })

const measureFloor = (line: LineShape): Promise<Measured> =>
  withBare(undefined, async ({ call, link }) => {
    await call('keepScans', SCANS, SCAN_BYTES)
    const run = (): Promise<number> => call('resumeScans', SCANS, BARE_LANES, BARE_PAUSE_MS)
    return whileCut(link, line, { payload: SCANS * SCAN_BYTES, run })
  })

type Work = { readonly payload: number; readonly run: () => Promise<number> }

async function whileCut(link: Link, line: LineShape, { payload, run }: Work): Promise<Measured> {
  link.shape(line)
  link.takeCounts()
  const stopping = new AbortController()
  const cutting = cutAgainAndAgain(link, stopping.signal)
  try {
    const ms = await run()
    return { ms, times: link.takeCounts().upBytes / payload }
  } finally {
    stopping.abort()
    await cutting
    link.mend()
  }
}

async function cutAgainAndAgain(link: Link, signal: AbortSignal): Promise<void> {
  const isOver = async (ms: number): Promise<boolean> => sleep(ms, false, { signal }).catch(() => true)
  while (!(await isOver(UP_MS))) {
    link.cut()
    await isOver(AWAY_MS)
    link.mend()
  }
}
