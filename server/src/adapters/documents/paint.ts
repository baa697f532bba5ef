import { STRONG_STROKE_EM, type PathMark, type Sheet, type TextMark } from './marks'
import type { Typefaces } from './typefaces'

export type PdfInfo = { readonly title: string; readonly author: string; readonly createdAt: Date }

/** Puts marks on paper and nothing else. Fonts are embedded as subsets; the same input gives the same bytes. */
export async function paintPdf(sheets: readonly Sheet[], faces: Typefaces, info: PdfInfo): Promise<Uint8Array> {
  // Not before a document is printed: it holds memory.
  const { default: PDFDocument } = await import('pdfkit')
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: 'zh-CN',
    displayTitle: true,
    // Without a date of ours pdfkit takes the wall clock, and the file's id is made from it.
    info: {
      Title: info.title,
      Author: info.author,
      Creator: 'OneTrip',
      Producer: 'OneTrip',
      CreationDate: info.createdAt,
    },
  })
  const bytes = collect(pdf)
  faces.forEach((face, index) => pdf.registerFont(fontName(index), Buffer.from(face.bytes)))
  for (const sheet of sheets) {
    pdf.addPage()
    for (const mark of sheet) {
      if (mark.kind === 'text') paintText(pdf, mark)
      else paintPath(pdf, mark)
    }
  }
  pdf.end()
  return bytes
}

const fontName = (face: number): string => `face-${face}`

function paintText(pdf: PDFKit.PDFDocument, mark: TextMark): void {
  pdf.save()
  if (mark.angleDeg !== 0) pdf.rotate(mark.angleDeg, { origin: [mark.x, mark.y] })
  pdf.font(fontName(mark.face), mark.sizePt).fillColor(mark.colour)
  if (mark.isStrong) pdf.strokeColor(mark.colour).lineWidth(mark.sizePt * STRONG_STROKE_EM)
  pdf.text(mark.text, mark.x, mark.y, {
    lineBreak: false,
    baseline: 'alphabetic',
    characterSpacing: mark.spacingPt,
    fill: true,
    stroke: mark.isStrong,
  })
  pdf.restore()
}

function paintPath(pdf: PDFKit.PDFDocument, mark: PathMark): void {
  pdf.save().translate(mark.x, mark.y).path(mark.d)
  if (mark.stroke) pdf.lineWidth(mark.stroke.widthPt)
  if (mark.fill !== undefined && mark.stroke) pdf.fillAndStroke(mark.fill, mark.stroke.colour)
  else if (mark.fill !== undefined) pdf.fill(mark.fill)
  else if (mark.stroke) pdf.stroke(mark.stroke.colour)
  pdf.restore()
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of pdf) pieces.push(piece as Uint8Array)
  return Buffer.concat(pieces)
}
