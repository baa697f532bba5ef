import { expect, it } from 'vitest'
import { shownPages, type ScanProgress } from './feedRow'

const of = (arrived: number, total: number): ScanProgress => ({ arrived, total })

it.each([
  ['papers alone, where the row counts them', { scans: of(2, 4), pages: of(2, 3) }, of(2, 3)],
  ['all but the signature, of a whole case of an earlier release', { scans: of(4, 4) }, of(3, 3)],
  ['none that may be missing, while such a case is arriving', { scans: of(3, 4) }, of(2, 3)],
  ['none, before anything came', { scans: of(0, 4) }, of(0, 3)],
  ['none, where there is a signature alone', { scans: of(1, 1) }, of(0, 0)],
] satisfies [string, { scans: ScanProgress; pages?: ScanProgress }, ScanProgress][])(
  'the pages of a case are %s',
  (_what, row, pages) => {
    expect(shownPages(row)).toEqual(pages)
  },
)
