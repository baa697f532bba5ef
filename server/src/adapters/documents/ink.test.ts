// Goal: what was set is what a person sees, glyph by glyph. Reading the text back proves little: there are files whose
// text is perfect and whose glyphs are blank. Method: PDFium draws the PDF, librsvg draws the same marks from the fonts'
// own outlines, and the square around every glyph must look the same in both.
import { PDFiumLibrary } from '@hyzyla/pdfium'
import * as fontkit from 'fontkit'
import sharp, { type Sharp } from 'sharp'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PrintedDocument } from '../../domain/document/printer'
import { composeNotice } from './composeNotice'
import { composeResult } from './composeResult'
import { STRONG_STROKE_EM, type Mark, type Sheet, type TextMark } from './marks'
import { PAGE } from './page'
import { createPdfkitPrinter } from './pdfkitPrinter'
import { sampleNotices, sampleResult } from './sampleDocuments'
import { loadTypefaces, type Typefaces } from './typefaces'

const FONTS = fileURLToPath(new URL('../../../assets/fonts', import.meta.url))
const SCALE = 3
const BLUR_PX = 1.8
const TIMEOUT_MS = 30_000
/** PDFium puts every glyph on a whole pixel; librsvg does not. */
const NEIGHBOURS = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const))
/** Measured: a right glyph differs by at most 0.24 of its ink; 木 in the place of 本 by 0.31, an empty box by 0.57. */
const WIDEST_DIFFERENCE = 0.28

let pdfium: Awaited<ReturnType<typeof PDFiumLibrary.init>>
let faces: Typefaces
let fonts: fontkit.Font[]
beforeAll(async () => {
  faces = await loadTypefaces(FONTS)
  fonts = faces.map((face) => singleFont(fontkit.create(Buffer.from(face.bytes))))
  pdfium = await PDFiumLibrary.init()
})
afterAll(() => {
  pdfium.destroy()
})

it(
  'draws every glyph of a result document as its font has it',
  async () => {
    const printed = await createPdfkitPrinter(async () => faces).printResult(sampleResult)
    await expectSameInk(printed, composeResult(faces, sampleResult))
  },
  TIMEOUT_MS,
)

it.each(Object.values(sampleNotices))(
  'draws every glyph of a notice as its font has it: $kind',
  async (notice) => {
    const printed = await createPdfkitPrinter(async () => faces).printNotice(notice)
    await expectSameInk(printed, composeNotice(faces, notice))
  },
  TIMEOUT_MS,
)

function singleFont(font: fontkit.Font | fontkit.FontCollection): fontkit.Font {
  if ('fonts' in font) throw new Error('a collection')
  return font
}

type Raster = { readonly width: number; readonly height: number; readonly ink: Uint8Array }

async function expectSameInk(printed: PrintedDocument, sheets: readonly Sheet[]): Promise<void> {
  const pages = await rasterise(printed.bytes)
  expect(pages).toHaveLength(sheets.length)
  for (const [index, page] of pages.entries()) {
    const sheet = sheets[index] ?? []
    const expected = await drawOutlines(sheet, page)
    const glyphs = sheet.flatMap((mark) => (mark.kind === 'text' ? glyphsOf(mark) : []))
    expect(glyphs.length).toBeGreaterThan(100)
    const wrong = glyphs.filter((glyph) => !looksTheSame(page, expected, glyph))
    expect(wrong.map(({ text, x, y }) => ({ text, x, y }))).toEqual([])
  }
}

async function rasterise(pdf: Uint8Array): Promise<Raster[]> {
  const document = await pdfium.loadDocument(pdf)
  const pages: Raster[] = []
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: SCALE, colorSpace: 'Gray', render: 'bitmap' })
    pages.push(await inkOf(sharp(data, { raw: { width, height, channels: 1 } }), { width, height }))
  }
  document.destroy()
  return pages
}

async function drawOutlines(sheet: Sheet, { width, height }: Raster): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" preserveAspectRatio="none"
    viewBox="0 0 ${PAGE.widthPt} ${PAGE.heightPt}"><rect width="100%" height="100%" fill="#fff"/>${sheet.map(svgOf).join('')}</svg>`
  return inkOf(sharp(Buffer.from(svg)), { width, height })
}

/** Slightly blurred, for the two rasterisers smooth edges differently. */
async function inkOf(image: Sharp, size: { width: number; height: number }): Promise<Raster> {
  const grey = await image.greyscale().blur(BLUR_PX).raw().toBuffer()
  return { ...size, ink: grey.map((value) => 255 - value) }
}

function svgOf(mark: Mark): string {
  if (mark.kind === 'text')
    return glyphsOf(mark)
      .map((glyph) => glyph.svg)
      .join('')
  const paint = `fill="${mark.fill ?? 'none'}" stroke="${mark.stroke?.colour ?? 'none'}" stroke-width="${mark.stroke?.widthPt ?? 0}"`
  return `<path transform="translate(${mark.x} ${mark.y})" d="${mark.d}" ${paint}/>`
}

/** A glyph at (x, y), the middle of its em square; `reach` is half the square's side. */
type Glyph = {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly reach: number
  readonly svg: string
}

function glyphsOf(mark: TextMark): Glyph[] {
  const font = fonts[mark.face]
  if (!font) throw new Error(`no font ${mark.face}`)
  const scale = mark.sizePt / font.unitsPerEm
  const angle = (mark.angleDeg * Math.PI) / 180
  const stroke = mark.isStrong ? `stroke="${mark.colour}" stroke-width="${font.unitsPerEm * STRONG_STROKE_EM}"` : ''
  const run = font.layout(mark.text)
  let along = 0
  return run.glyphs.map((glyph, index) => {
    const widthPt = (run.positions[index]?.xAdvance ?? 0) * scale
    const middle = along + widthPt / 2
    const up = mark.sizePt * 0.38
    const svg = `<path transform="translate(${mark.x} ${mark.y}) rotate(${mark.angleDeg}) translate(${along} 0) scale(${scale} ${-scale})"
      d="${glyph.path.toSVG()}" fill="${mark.colour}" ${stroke}/>`
    along += widthPt + mark.spacingPt
    return {
      text: String.fromCodePoint(...glyph.codePoints),
      x: mark.x + middle * Math.cos(angle) + up * Math.sin(angle),
      y: mark.y + middle * Math.sin(angle) - up * Math.cos(angle),
      reach: mark.sizePt * 0.5,
      svg,
    }
  })
}

function looksTheSame(page: Raster, expected: Raster, glyph: Glyph): boolean {
  if (glyph.text.trim() === '') return true
  const ink = sumOver(page, glyph, (at) => expected.ink[at] ?? 0)
  const differences = NEIGHBOURS.map(([right, down]) => {
    const shift = right + down * page.width
    return sumOver(page, glyph, (at) => Math.abs((page.ink[at + shift] ?? 0) - (expected.ink[at] ?? 0)))
  })
  return ink > 0 && Math.min(...differences) / ink < WIDEST_DIFFERENCE
}

function sumOver(page: Raster, { x, y, reach }: Glyph, valueAt: (at: number) => number): number {
  const perX = page.width / PAGE.widthPt
  const perY = page.height / PAGE.heightPt
  let sum = 0
  for (let row = Math.floor((y - reach) * perY); row < (y + reach) * perY; row += 1) {
    for (let column = Math.floor((x - reach) * perX); column < (x + reach) * perX; column += 1) {
      sum += valueAt(row * page.width + column)
    }
  }
  return sum
}
