/** What stands on a sheet, in points from its top left corner, y downwards. Painting adds nothing and decides nothing. */
export type Mark = TextMark | PathMark

export type TextMark = {
  readonly kind: 'text'
  readonly text: string
  /** Index into the typefaces that the text was measured with. */
  readonly face: number
  readonly sizePt: number
  readonly colour: string
  /** A little ink around the outline: the strong weight without a second 10 MB font. */
  readonly isStrong: boolean
  /** Left end of the baseline. */
  readonly x: number
  readonly y: number
  /** Added after every glyph. */
  readonly spacingPt: number
  /** Clockwise about (x, y). */
  readonly angleDeg: number
  /** The character that no font has, when `text` is only its code in brackets. */
  readonly standsFor?: string
}

export type PathMark = {
  readonly kind: 'path'
  /** SVG path data, about the origin (x, y). */
  readonly d: string
  readonly x: number
  readonly y: number
  readonly fill?: string
  readonly stroke?: { readonly colour: string; readonly widthPt: number }
}

export type Sheet = readonly Mark[]

export const INK = '#1c1e21'
export const SOFT = '#5d6269'
export const LINE = '#b4b8be'
export const SEAL_RED = '#c8372d'

export const STRONG_STROKE_EM = 0.024

export function moveMarks(marks: readonly Mark[], dx: number, dy: number): Mark[] {
  return marks.map((mark) => ({ ...mark, x: mark.x + dx, y: mark.y + dy }))
}

export function horizontalRule(
  x: number,
  y: number,
  widthPt: number,
  stroke = { colour: LINE, widthPt: 0.6 },
): PathMark {
  return { kind: 'path', d: `M0 0H${widthPt}`, x, y, stroke }
}
