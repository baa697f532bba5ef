import { breakLines } from './breakLines'
import { INK, type TextMark } from './marks'
import { fittingUnits, glyphCount, textUnits, type TextStyle, type TextUnit } from './textUnits'
import type { Typefaces } from './typefaces'

export type LinePlace = {
  readonly x: number
  readonly y: number
  /** Where `x` is: the line's left end, its middle, or its right end. */
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly angleDeg?: number
}

/** Sets one line that never breaks, on the baseline `y`. */
export function setLine(faces: Typefaces, text: string, style: TextStyle, place: LinePlace): TextMark[] {
  const widthPt = lineWidthPt(faces, text, style)
  const shift = { start: 0, middle: widthPt / 2, end: widthPt }[place.anchor ?? 'start']
  return unitMarks(textUnits(faces, text, style), style, { ...place, x: place.x - shift, stretchPt: 0 })
}

/** Width of one line as it is seen: without the spacing after its last glyph. */
export function lineWidthPt(faces: Typefaces, text: string, style: TextStyle): number {
  return widthOf(textUnits(faces, text, style)) - (style.spacingPt ?? 0)
}

export type ParagraphBox = {
  readonly widthPt: number
  readonly leadingPt: number
  readonly indentPt?: number
  /** Lines are spread to both edges, or each is set in the middle. */
  readonly align?: 'justify' | 'middle'
}

/** One line of a paragraph, its marks relative to the column's left edge and the line's top. */
export type SetLine = { readonly heightPt: number; readonly marks: readonly TextMark[] }

/** Breaks text into lines. A line feed begins a new paragraph; an empty text is no line. */
export function setParagraph(faces: Typefaces, text: string, style: TextStyle, box: ParagraphBox): SetLine[] {
  const y = baselineIn(box.leadingPt, style.sizePt)
  return text.split(/\r\n|[\n\r\u2028\u2029]/u).flatMap((paragraph) => {
    const units = fittingUnits(faces, paragraph, style, box.widthPt - (box.indentPt ?? 0))
    const lines = breakLines(units, box.widthPt + (style.spacingPt ?? 0), box.indentPt)
    return lines.map((line, index) => {
      const place = linePlace(line, style, box, { isFirst: index === 0, isLast: index === lines.length - 1 })
      return { heightPt: box.leadingPt, marks: unitMarks(line, style, { ...place, y }) }
    })
  })
}

/** Where the baseline of a line of `leadingPt` lies below its top: Han glyphs reach from 0.88 em above it to 0.12 below. */
export const baselineIn = (leadingPt: number, sizePt: number): number => leadingPt / 2 + sizePt * 0.38

const WIDEST_STRETCH_EM = 0.15

type LineIn = { readonly isFirst: boolean; readonly isLast: boolean }

function linePlace(
  line: readonly TextUnit[],
  style: TextStyle,
  box: ParagraphBox,
  { isFirst, isLast }: LineIn,
): { x: number; stretchPt: number } {
  const indentPt = isFirst ? (box.indentPt ?? 0) : 0
  const slackPt = box.widthPt - indentPt - (widthOf(line) - (style.spacingPt ?? 0))
  if (box.align === 'middle') return { x: slackPt / 2, stretchPt: 0 }
  const stretchPt = slackPt / Math.max(1, line.reduce((sum, unit) => sum + glyphCount(unit.text), 0) - 1)
  // A line that a long word has left half empty stays ragged: stretched, it would look like a mistake.
  const isSpread = !isLast && stretchPt > 0 && stretchPt <= style.sizePt * WIDEST_STRETCH_EM
  return { x: indentPt, stretchPt: isSpread ? stretchPt : 0 }
}

function unitMarks(
  units: readonly TextUnit[],
  style: TextStyle,
  place: { readonly x: number; readonly y: number; readonly stretchPt: number; readonly angleDeg?: number },
): TextMark[] {
  const angleDeg = place.angleDeg ?? 0
  const angle = (angleDeg * Math.PI) / 180
  let along = 0
  return mergeRuns(units).map((run) => {
    const x = place.x + along * Math.cos(angle)
    const y = place.y + along * Math.sin(angle)
    along += run.widthPt + place.stretchPt * glyphCount(run.text)
    return {
      kind: 'text',
      text: run.text,
      face: run.face,
      sizePt: style.sizePt,
      colour: style.colour ?? INK,
      isStrong: style.isStrong ?? false,
      x,
      y,
      spacingPt: (style.spacingPt ?? 0) + place.stretchPt,
      angleDeg,
      ...(run.standsFor === undefined ? {} : { standsFor: run.standsFor }),
    }
  })
}

/** Neighbours of one font become one run. */
function mergeRuns(units: readonly TextUnit[]): TextUnit[] {
  const runs: TextUnit[] = []
  for (const unit of units) {
    const last = runs.at(-1)
    const merges = last && last.face === unit.face && last.standsFor === undefined && unit.standsFor === undefined
    if (merges) runs[runs.length - 1] = { ...last, text: last.text + unit.text, widthPt: last.widthPt + unit.widthPt }
    else runs.push(unit)
  }
  return runs
}

const widthOf = (units: readonly TextUnit[]): number => units.reduce((sum, unit) => sum + unit.widthPt, 0)
