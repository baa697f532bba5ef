import type { BreakUnit } from './breakLines'
import type { Typefaces } from './typefaces'

export type TextStyle = {
  readonly sizePt: number
  readonly colour?: string
  readonly isStrong?: boolean
  /** Extra space after each glyph, for titles. */
  readonly spacingPt?: number
}

/** A break unit that knows which font draws it. Its width has the style's spacing in it, the last glyph's too. */
export type TextUnit = BreakUnit & {
  readonly face: number
  /** The character that no font has; `text` is then its code in brackets. */
  readonly standsFor?: string
}

/** Splits one line of text (no line feeds) into units. Every character ends up in exactly one, drawn or named. */
export function textUnits(faces: Typefaces, text: string, style: TextStyle): TextUnit[] {
  return pieces(faces, text.replaceAll(/[\t\v\f]/gu, ' ')).map((piece) => ({
    ...piece,
    widthPt:
      (faces[piece.face]?.widthPt(piece.text, style.sizePt) ?? 0) + (style.spacingPt ?? 0) * glyphCount(piece.text),
  }))
}

/** As `textUnits`, but words wider than `widthPt` fall into characters, so that any text fits any column. */
export function fittingUnits(faces: Typefaces, text: string, style: TextStyle, widthPt: number): TextUnit[] {
  return textUnits(faces, text, style).flatMap((unit) =>
    unit.widthPt <= widthPt || unit.standsFor !== undefined
      ? [unit]
      : Array.from(unit.text).flatMap((character) => textUnits(faces, character, style)),
  )
}

/** Glyphs as the spacing counts them: one per character. */
export const glyphCount = (text: string): number => Array.from(text).length

type Piece = Omit<TextUnit, 'widthPt'>

function pieces(faces: Typefaces, text: string): Piece[] {
  const found: Piece[] = []
  for (const character of text) {
    const next = pieceOf(faces, character)
    const last = found.at(-1)
    if (last && joins(last, next)) found[found.length - 1] = { ...last, text: last.text + next.text }
    else found.push(next)
  }
  return found
}

function pieceOf(faces: Typefaces, character: string): Piece {
  const codePoint = character.codePointAt(0) ?? 0
  const face = faces.findIndex((candidate) => candidate.has(codePoint))
  if (face >= 0) return { text: character, face }
  const code = codePoint.toString(16).toUpperCase().padStart(4, '0')
  return { text: `[U+${code}]`, face: 0, standsFor: character }
}

function joins(last: Piece, next: Piece): boolean {
  if (last.face !== next.face || last.standsFor !== undefined || next.standsFor !== undefined) return false
  // A dash or an ellipsis is two characters and one mark.
  if (next.text === '—' || next.text === '…') return last.text.endsWith(next.text)
  return isWordCharacter(last.text.slice(-1)) && isWordCharacter(next.text)
}

// Letters, digits and Western marks stay together; Han, its punctuation and the curly quotes stand alone.
const isWordCharacter = (character: string): boolean => /^[\u0021-\u00b6\u00b8-\u2010\u20a0-\u2e7f]$/u.test(character)
