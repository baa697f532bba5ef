import { describe, expect, it } from 'vitest'
import { PAGE, keepPairs, paginate, stack, type Row } from './page'
import { horizontalRule } from './marks'

const ROOM_PT = PAGE.heightPt - PAGE.topPt - PAGE.bottomPt
const row = (heightPt: number, keepsWithNext = false): Row => ({
  heightPt,
  marks: [horizontalRule(0, 0, 10)],
  keepsWithNext,
})
const counts = (rows: readonly Row[]): number[] => paginate(rows).map((sheet) => sheet.length)

describe('paginate', () => {
  it('places rows one below the other from the top left of the column', () => {
    expect(
      paginate([row(20), row(20)])
        .flat()
        .map(({ x, y }) => [x, y]),
    ).toEqual([
      [PAGE.leftPt, PAGE.topPt],
      [PAGE.leftPt, PAGE.topPt + 20],
    ])
  })

  it('begins a new sheet when the next row does not fit', () => {
    expect(counts([row(ROOM_PT - 10), row(10), row(10)])).toEqual([2, 1])
  })

  it('takes a row along to the sheet of the one that it keeps with', () => {
    expect(counts([row(ROOM_PT - 30), row(20, true), row(20)])).toEqual([1, 2])
  })

  it('lets a group that fits on no sheet begin at the top of one', () => {
    expect(counts([row(10), row(ROOM_PT, true), row(ROOM_PT)])).toEqual([1, 2])
  })

  it('has one empty sheet for no rows', () => {
    expect(counts([])).toEqual([0])
  })
})

describe('keepPairs', () => {
  const kept = (count: number): boolean[] =>
    keepPairs(Array.from({ length: count }, () => row(10))).map((line) => line.keepsWithNext ?? false)

  it.each([
    [1, [false]],
    [2, [true, false]],
    [3, [true, true, false]],
    [5, [true, false, false, true, false]],
  ])('ties the first two and the last two of %i lines', (count, expected) => {
    expect(kept(count)).toEqual(expected)
  })
})

it('stack puts rows below each other and is as high as all of them', () => {
  const { heightPt, marks } = stack([row(10), row(15), row(5)])
  expect(heightPt).toBe(30)
  expect(marks.map((mark) => mark.y)).toEqual([0, 10, 25])
})
