import { chineseDate } from '../../domain/document/chineseDate'
import type { DocumentFact, ResultDocument } from '../../domain/document/resultDocument'
import { withFooters } from './footer'
import { horizontalRule, INK, LINE, moveMarks, SOFT, type Mark, type Sheet } from './marks'
import { gap, PAGE, paginate, stack, type Row } from './page'
import { qrPath } from './qrPath'
import { setLine, setParagraph } from './setText'
import { SIGN_OFF_WIDTH_PT, signOffBlock } from './signOff'
import type { Typefaces } from './typefaces'
import { HOLDER, ITEM, numberLine, SCAN_TO_CHECK, VALID_UNTIL } from './words'

const LABEL_PT = 114
const QR_PT = 92
const QR_TOP_PT = 8

/** Sets a result: title and number; holder and item; the facts as a ruled list; QR code and seal; a frame around. */
export function composeResult(faces: Typefaces, document: ResultDocument): Sheet[] {
  const facts = [
    { label: ITEM, value: document.itemName },
    ...document.facts,
    ...(document.validUntil ? [{ label: VALID_UNTIL, value: chineseDate(document.validUntil) }] : []),
  ]
  const list = [
    ...factRows(faces, { label: HOLDER, value: document.holderName }, { sizePt: 16, leadingPt: 26 }),
    ...facts.flatMap((fact) => factRows(faces, fact, { sizePt: 12, leadingPt: 21 })),
  ]
  // The last fact goes along with the seal: a seal alone on a sheet could seal anything.
  const kept = list.map((row, index) => (index === list.length - 1 ? { ...row, keepsWithNext: true } : row))
  const sheets = paginate([head(faces, document), ...kept, tail(faces, document)])
  return withFooters(faces, sheets, document.isDemo).map((sheet) => [...FRAME, ...sheet])
}

function head(faces: Typefaces, document: ResultDocument): Row {
  const box = { widthPt: PAGE.columnPt, align: 'middle' } as const
  return stack([
    gap(14),
    ...setParagraph(faces, document.title, { sizePt: 18, isStrong: true, spacingPt: 7 }, { ...box, leadingPt: 34 }),
    gap(4),
    ...setParagraph(faces, numberLine(document.number), { sizePt: 12, colour: SOFT }, { ...box, leadingPt: 20 }),
    gap(22),
    { heightPt: 0, marks: [horizontalRule(0, 0, PAGE.columnPt, { colour: INK, widthPt: 0.9 })] },
  ])
}

type FactSize = { readonly sizePt: number; readonly leadingPt: number }

/** A row per line, so that even a very long value runs over to the next sheet. */
function factRows(faces: Typefaces, fact: DocumentFact, { sizePt, leadingPt }: FactSize): Row[] {
  const style = { sizePt: 12, colour: SOFT }
  const label = setParagraph(faces, fact.label, style, { widthPt: LABEL_PT - 12, leadingPt })
  const value = setParagraph(faces, fact.value, { sizePt }, { widthPt: PAGE.columnPt - LABEL_PT, leadingPt })
  const lines = Array.from({ length: Math.max(1, label.length, value.length) }, (_, index): Row => ({
    heightPt: leadingPt,
    marks: [...(label[index]?.marks ?? []), ...moveMarks(value[index]?.marks ?? [], LABEL_PT, 0)],
    keepsWithNext: index < label.length - 1,
  }))
  return padded(lines)
}

/** Air above the first line; air and a rule below the last. */
function padded(lines: readonly Row[]): Row[] {
  return lines.map((line, index) =>
    stack([
      ...(index === 0 ? [gap(8)] : []),
      line,
      ...(index === lines.length - 1 ? [gap(8), { heightPt: 0, marks: [horizontalRule(0, 0, PAGE.columnPt)] }] : []),
    ]),
  )
}

function tail(faces: Typefaces, document: ResultDocument): Row {
  const signOff = signOffBlock(faces, { ...document, date: document.issuedOn })
  const caption = setLine(
    faces,
    SCAN_TO_CHECK,
    { sizePt: 9, colour: SOFT },
    { x: QR_PT / 2, y: QR_TOP_PT + QR_PT + 18, anchor: 'middle' },
  )
  const qr: Mark = { kind: 'path', d: qrPath(document.qrText, QR_PT), x: 0, y: QR_TOP_PT, fill: INK }
  return stack([
    gap(34),
    {
      heightPt: signOff.heightPt,
      marks: [qr, ...caption, ...moveMarks(signOff.marks, PAGE.columnPt - SIGN_OFF_WIDTH_PT, 0)],
    },
  ])
}

const frameAt = (insetPt: number, widthPt: number): Mark => ({
  kind: 'path',
  d: `M0 0H${PAGE.widthPt - 2 * insetPt}V${PAGE.heightPt - 2 * insetPt}H0Z`,
  x: insetPt,
  y: insetPt,
  stroke: { colour: LINE, widthPt },
})

const FRAME: readonly Mark[] = [frameAt(34, 1.2), frameAt(38, 0.5)]
