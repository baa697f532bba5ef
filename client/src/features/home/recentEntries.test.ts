import { expect, it } from 'vitest'
import { instantFromMs, instantToMs } from '@onetrip/shared/lib/time'
import { aDraft, NOW } from '../../../test/agentTablet'
import { aStationCase } from '../../../test/tabletPage'
import { newestCases } from './recentEntries'

const before = (minutes: number) => instantFromMs(instantToMs(NOW) - minutes * 60_000)
const handedIn = (n: number, minutes: number) =>
  aDraft({
    caseId: aStationCase(n).caseId,
    receipt: { receiptNumber: 'n', queryCode: 'q', collectedAt: before(minutes) },
  })

it('takes the newest of both, each case once, as the server tells it where it does', () => {
  const rows = [2, 4, 6].map((n) => aStationCase(n, { collectedAt: before(n) }))
  const known = new Map(rows.map((row) => [row.caseId, row]))
  const newest = newestCases({ rows, known, handedIn: [handedIn(5, 5), handedIn(3, 3), handedIn(2, 2)] }, 4)
  expect(newest.map(({ from, caseId }) => [from, caseId])).toEqual([
    ['station', aStationCase(2).caseId],
    ['tablet', aStationCase(3).caseId],
    ['station', aStationCase(4).caseId],
    ['tablet', aStationCase(5).caseId],
  ])
})
