import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fontkit from 'fontkit'

/** One font file, opened. */
export type Typeface = {
  readonly bytes: Uint8Array
  readonly has: (codePoint: number) => boolean
  /** Advance width as the PDF will set it: the same shaping engine measures and prints. */
  readonly widthPt: (text: string, sizePt: number) => number
}

/** In order of preference; the first sets the look, the others fill its gaps. */
export type Typefaces = readonly [Typeface, ...Typeface[]]

// Simplified Chinese first; then what it lacks from Hong Kong's (𨭎), then what both lack from Japan's (𠮷).
const FILES = ['NotoSansHK-Regular-BeyondSC.ttf', 'NotoSansJP-Regular-BeyondSCHK.ttf']

/** Opens the vendored fonts (`server/assets/fonts`). Rejects when one is missing or is no font. */
export async function loadTypefaces(folder: string): Promise<Typefaces> {
  const first = await openTypeface(join(folder, 'NotoSansSC-Regular.ttf'))
  return [first, ...(await Promise.all(FILES.map((file) => openTypeface(join(folder, file)))))]
}

async function openTypeface(path: string): Promise<Typeface> {
  const bytes = await readFile(path)
  const font = fontkit.create(bytes)
  if (!('unitsPerEm' in font)) throw new Error(`${path} is a collection; a single font is needed`)
  return {
    bytes,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    widthPt: (text, sizePt) => (font.layout(text).advanceWidth * sizePt) / font.unitsPerEm,
  }
}
