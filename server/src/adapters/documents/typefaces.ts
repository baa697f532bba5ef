import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'

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
const [FIRST, ...OTHERS] = [
  'NotoSansSC-Regular.ttf',
  'NotoSansHK-Regular-BeyondSC.ttf',
  'NotoSansJP-Regular-BeyondSCHK.ttf',
] as const

/** So long after the last document the fonts stay open: several are often printed one after the other. */
const REST_MS = 60_000

/**
 * The vendored fonts (`server/assets/fonts`), opened when a document is printed and let go of a while after the last: they
 * are 11 MB, and most of the time a server prints nothing. Rejects at once where one is missing.
 */
export async function findTypefaces(folder: string): Promise<() => Promise<Typefaces>> {
  await Promise.all([FIRST, ...OTHERS].map((file) => access(join(folder, file))))
  const kept: { faces?: Promise<Typefaces>; timer?: NodeJS.Timeout } = {}
  const letGo = (): void => {
    delete kept.faces
  }
  return () => {
    clearTimeout(kept.timer)
    kept.timer = setTimeout(letGo, REST_MS).unref()
    kept.faces ??= loadTypefaces(folder)
    kept.faces.catch(letGo)
    return kept.faces
  }
}

/** Opens them. Rejects when one is missing or is no font. */
export async function loadTypefaces(folder: string): Promise<Typefaces> {
  const first = await openTypeface(join(folder, FIRST))
  return [first, ...(await Promise.all(OTHERS.map((file) => openTypeface(join(folder, file)))))]
}

async function openTypeface(path: string): Promise<Typeface> {
  // Not before a document is printed: it holds memory, too.
  const fontkit = await import('fontkit')
  const bytes = await readFile(path)
  const font = fontkit.create(bytes)
  if (!('unitsPerEm' in font)) throw new Error(`${path} is a collection; a single font is needed`)
  return {
    bytes,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    widthPt: (text, sizePt) => (font.layout(text).advanceWidth * sizePt) / font.unitsPerEm,
  }
}
