import type { System } from '../.scripts/system.mjs'
import { median, type Figure } from './figure'
import { DEADLINE_MS, withBare, withTablet } from './rig'
import { makeSampleCase } from './sampleCase'

const CASES = 500
const GROUP = 64
const ROUNDS = 3

type Round = { readonly ms: number; readonly floorMs: number; readonly requests: number; readonly wire: number }

/** 500 new cases from one tablet, words only: sealed when they are handed in, opened, ruled on and signed for. */
export async function pushFigures(system: System): Promise<Figure[]> {
  const sample = await makeSampleCase()
  return withTablet(system, ({ call, link }) =>
    withBare(system.database.ownerUrl, async (bare) => {
      await call('takeNews', DEADLINE_MS)
      const rounds: Round[] = []
      // One more than counted: the first warms the server's code and caches.
      for (let round = 0; round <= ROUNDS; round += 1) {
        // A poke would send what is being handed in before the time counts.
        await call('leave')
        const { wordsBytes } = await call('handIn', CASES, sample, false)
        const floorMs = await bare.call('post', '/rows', makeGroups(wordsBytes / CASES))
        link.takeCounts()
        const ms = await call('sendWords', DEADLINE_MS)
        const { requests, upBytes } = link.takeCounts()
        if (round > 0) rounds.push({ ms, floorMs, requests, wire: upBytes / wordsBytes })
      }
      const middle = (pick: (one: Round) => number): number => median(rounds.map(pick))
      return [
        {
          name: `${CASES} cases up, no scans, all rules, median of ${ROUNDS}`,
          unit: 'ms',
          value: middle(({ ms }) => ms),
          floor: { name: 'same bytes by HTTP, bare rows, a commit per group', value: middle(({ floorMs }) => floorMs) },
          limit: { of: 'value', atMost: 600 },
        },
        {
          name: `${CASES} cases up: requests`,
          unit: 'requests',
          value: middle(({ requests }) => requests),
          limit: { of: 'value', atMost: 10 },
        },
        {
          name: `${CASES} cases up: bytes on the wire ÷ payload`,
          unit: '×',
          value: middle(({ wire }) => wire),
          limit: { of: 'value', atMost: 0.65 },
        },
      ]
    }),
  )
}

/** The same bytes as rows that mean nothing. */
function makeGroups(bytesEach: number): string[] {
  const rows = Array.from({ length: CASES }, () => {
    const row = { opId: crypto.randomUUID(), words: '' }
    return { ...row, words: 'w'.repeat(Math.max(0, Math.round(bytesEach) - JSON.stringify(row).length)) }
  })
  return Array.from({ length: Math.ceil(CASES / GROUP) }, (_, nth) =>
    JSON.stringify(rows.slice(nth * GROUP, (nth + 1) * GROUP)),
  )
}
