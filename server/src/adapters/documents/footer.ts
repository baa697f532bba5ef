import { horizontalRule, SEAL_RED, SOFT, type Mark, type Sheet } from './marks'
import { PAGE } from './page'
import { setLine } from './setText'
import type { Typefaces } from './typefaces'
import { DEMO_FOOTER, pageLine } from './words'

const RULE_Y = PAGE.heightPt - 70
const WORDS_Y = RULE_Y + 17

/** Adds what every sheet bears at its foot: which page it is, and that a demo is one. */
export function withFooters(faces: Typefaces, sheets: readonly Sheet[], isDemo: boolean): Sheet[] {
  return sheets.map((sheet, index) => [...sheet, ...footer(faces, pageLine(index + 1, sheets.length), isDemo)])
}

function footer(faces: Typefaces, page: string, isDemo: boolean): Mark[] {
  const right = PAGE.leftPt + PAGE.columnPt
  return [
    horizontalRule(PAGE.leftPt, RULE_Y, PAGE.columnPt),
    ...(isDemo ? setLine(faces, DEMO_FOOTER, { sizePt: 9, colour: SEAL_RED }, { x: PAGE.leftPt, y: WORDS_Y }) : []),
    ...setLine(faces, page, { sizePt: 9, colour: SOFT }, { x: right, y: WORDS_Y, anchor: 'end' }),
  ]
}
