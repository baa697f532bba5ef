import type { System } from '../.scripts/system.mjs'
import { median, type Figure } from './figure'
import { DEADLINE_MS, withBare, withTablet } from './rig'
import { COMMENT_AT, makePicture, makeSampleCase, SCAN_BYTES, SCANS_PER_CASE } from './sampleCase'
import { forgetPeak, peakMbOf } from './usage'

const CASES = 100
const SCANS = CASES * SCANS_PER_CASE
const LANES = 4
const ROUNDS = 3

type Round = {
  readonly ms: number
  readonly besideMs: number
  readonly asOneMs: number
  readonly requests: number
  readonly wire: number
  readonly peakMb: number
}

/** 100 cases with 120 MB of scans from one tablet: opened, looked at, kept and signed for, each. */
export async function scansFigures(system: System): Promise<Figure[]> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const sample = await makeSampleCase()
  const picture = { base64: (await makePicture()).toString('base64'), commentAt: COMMENT_AT }
  return withTablet(system, ({ call, link }) =>
    withBare(undefined, async (bare) => {
      await call('takeNews', DEADLINE_MS)
      await call('usePicture', picture)
      await bare.call('keepScans', SCANS, SCAN_BYTES)
      const rounds: Round[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        // A poke would send what is being handed in before the time counts.
        await call('leave')
        const besideMs = await bare.call('sendScans', SCANS, LANES)
        const asOneMs = await bare.call('sendAsOne', SCANS)
        const { wordsBytes, scanBytes } = await call('handIn', CASES, sample, true)
        forgetPeak(server.pid())
        link.takeCounts()
        const ms = await call('sendAll', DEADLINE_MS)
        const { upBytes, requests } = link.takeCounts()
        rounds.push({
          ms,
          besideMs,
          asOneMs,
          requests,
          wire: upBytes / (wordsBytes + scanBytes),
          peakMb: peakMbOf(server.pid()),
        })
      }
      const middle = (pick: (one: Round) => number): number => median(rounds.map(pick))
      const speed = (ms: number): number => (SCANS * SCAN_BYTES) / 1000 / ms
      const value = speed(middle(({ ms }) => ms))
      return [
        {
          name: `${SCANS} scans of 300 KB up, median of ${ROUNDS}`,
          unit: 'MB/s',
          value,
          floor: {
            name: `bare, ${LANES} at a time, a synced file each`,
            value: speed(middle(({ besideMs }) => besideMs)),
          },
          limit: { of: 'ratio', atLeast: 0.9 },
        },
        {
          name: 'the same, beside one body',
          unit: 'MB/s',
          value,
          floor: { name: 'bare, all in one body, one synced file', value: speed(middle(({ asOneMs }) => asOneMs)) },
        },
        { name: `${SCANS} scans up: requests`, unit: 'requests', value: middle(({ requests }) => requests) },
        {
          name: `${SCANS} scans up: bytes on the wire ÷ payload`,
          unit: '×',
          value: middle(({ wire }) => wire),
          limit: { of: 'value', atMost: 1.01 },
        },
        {
          name: `${SCANS} scans up: most memory of the server`,
          unit: 'MB',
          value: Math.max(...rounds.map(({ peakMb }) => peakMb)),
          limit: { of: 'value', atMost: 150 },
        },
      ]
    }),
  )
}
