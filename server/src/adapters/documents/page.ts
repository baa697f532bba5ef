import type { Mark, Sheet } from './marks'
import { moveMarks } from './marks'

/** A4 in points. The column is 36 characters of 12 points wide, so that full lines of Han need no stretching. */
export const PAGE = {
  widthPt: 595.28,
  heightPt: 841.89,
  columnPt: 432,
  leftPt: 81.64,
  topPt: 72,
  bottomPt: 76,
} as const

/** A strip of the column: lines of text, a rule, the place of the seal. Its marks are relative to its own top left. */
export type Row = {
  readonly heightPt: number
  readonly marks: readonly Mark[]
  /** Never the last on its sheet: a heading without its text, a text without its seal (此页无正文). */
  readonly keepsWithNext?: boolean
}

export const gap = (heightPt: number): Row => ({ heightPt, marks: [] })

/** Lines of one paragraph: none of its lines begins or ends a sheet alone. */
export function keepPairs(lines: readonly Row[]): Row[] {
  return lines.map((line, index) =>
    index === 0 || index === lines.length - 2 ? { ...line, keepsWithNext: lines.length > 1 } : line,
  )
}

/** Stacks rows into one: it is never torn apart. */
export function stack(rows: readonly Row[]): Row {
  let heightPt = 0
  const marks = rows.flatMap((row) => {
    const moved = moveMarks(row.marks, 0, heightPt)
    heightPt += row.heightPt
    return moved
  })
  return { heightPt, marks }
}

/** Fills sheets from the top. A group of rows that keep together and fit on no sheet runs over the edge of its own. */
export function paginate(rows: readonly Row[]): Sheet[] {
  const roomPt = PAGE.heightPt - PAGE.topPt - PAGE.bottomPt
  const sheets: Mark[][] = [[]]
  let usedPt = 0
  for (const group of groups(rows)) {
    if (usedPt > 0 && usedPt + group.heightPt > roomPt) {
      sheets.push([])
      usedPt = 0
    }
    sheets.at(-1)?.push(...moveMarks(group.marks, PAGE.leftPt, PAGE.topPt + usedPt))
    usedPt += group.heightPt
  }
  return sheets
}

function groups(rows: readonly Row[]): Row[] {
  const found: Row[] = []
  let open: Row[] = []
  for (const row of rows) {
    open.push(row)
    if (row.keepsWithNext) continue
    found.push(stack(open))
    open = []
  }
  return open.length > 0 ? [...found, stack(open)] : found
}
