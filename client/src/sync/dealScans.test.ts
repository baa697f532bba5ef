// Goal: lanes work on cases of their own, none stands idle while something is left, each scan is dealt once, and a line
// on which every lane has to ask carries something meanwhile.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { dealScans } from './dealScans'
import type { WaitingUpload } from './uploadQueue'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const fresh: WaitingUpload['state'] = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 }
const cut = { ...fresh, lastOffset: 5 }
const standing = { ...fresh, offset: 5 }

const aScan = (ofCase: number, nth: number, state = fresh): WaitingUpload => ({
  caseId: CaseId.parse(uuid(ofCase)),
  scanId: ScanId.parse(String(nth).padStart(64, '0')),
  opId: OpId.parse(uuid(ofCase)),
  uploadId: UploadId.parse(uuid(100 + nth)),
  sizeBytes: 10,
  mediaType: 'image/jpeg',
  state,
})
const nameOf = (scan: WaitingUpload | undefined) => scan && Number(scan.scanId)

it('gives each lane a case of its own, and help with another where none is left', () => {
  const deal = dealScans([[aScan(1, 11), aScan(1, 12), aScan(1, 13)], [aScan(2, 21)]], { lanes: 2, isPoor: false })
  expect([0, 1, 1, 0, 1].map((lane) => nameOf(deal.next(lane)))).toEqual([11, 21, 13, 12, undefined])
})

it.each([
  [
    'all were cut',
    [
      [aScan(1, 11, cut), aScan(1, 12)],
      [aScan(2, 21, cut), aScan(2, 22)],
    ],
    12,
  ],
  ['one that stands nowhere unknown does, too', [[aScan(1, 11, cut)], [aScan(2, 21, cut), aScan(2, 22, standing)]], 22],
  ['one lane need not ask', [[aScan(1, 11, cut), aScan(1, 12)], [aScan(2, 21, standing)]], undefined],
  ['there is nothing else', [[aScan(1, 11, cut)], [aScan(2, 21, cut)]], undefined],
] as const)('lets a scan that nobody asks about go beside the questions: %s', (_case, cases, beside) => {
  const deal = dealScans(cases, { lanes: 2, isPoor: true })
  expect(nameOf(deal.besideQuestions)).toBe(beside)
})

it.each([
  ['one lane alone', { lanes: 1, isPoor: true }],
  ['a good line', { lanes: 2, isPoor: false }],
])('lets nothing go beside the questions of %s', (_whose, lanes) => {
  const cases = [[aScan(1, 11, cut), aScan(1, 12)], [aScan(2, 21, cut)]]
  expect(dealScans(cases, lanes).besideQuestions).toBe(undefined)
})

it('deals every scan once, however lanes come and go', () => {
  const someCases = fc.array(fc.array(fc.constantFrom(fresh, cut, standing), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 5,
  })
  const someLanes = fc.record({ lanes: fc.integer({ min: 1, max: 4 }), isPoor: fc.boolean() })
  fc.assert(
    fc.property(someCases, someLanes, fc.infiniteStream(fc.nat(3)), (drawn, lanes, turns) => {
      const cases = drawn.map((states, ofCase) => states.map((state, nth) => aScan(ofCase, 10 * ofCase + nth, state)))
      const deal = dealScans(cases, lanes)
      const dealt = deal.besideQuestions ? [deal.besideQuestions] : []
      for (const turn of turns) {
        const scan = deal.next(turn % lanes.lanes)
        if (!scan) break
        dealt.push(scan)
      }
      expect(new Set(dealt)).toEqual(new Set(cases.flat()))
      expect(dealt).toHaveLength(cases.flat().length)
    }),
  )
})
