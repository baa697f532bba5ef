import type { CorrectionPoint, Notice } from '../../domain/document/notice'
import { wordNotice, type NoticeBlock, type WordedNotice } from '../../domain/document/noticeWording'
import { withFooters } from './footer'
import { horizontalRule, INK, moveMarks, SOFT, type Sheet } from './marks'
import { gap, keepPairs, PAGE, paginate, stack, type Row } from './page'
import { baselineIn, lineWidthPt, setLine, setParagraph } from './setText'
import { SIGN_OFF_WIDTH_PT, signOffBlock } from './signOff'
import type { Typefaces } from './typefaces'
import { addressLine, contactLine, numberLine, SIGNED_FOR, SIGNED_ON } from './words'

const BODY = { sizePt: 12 } as const
const BODY_BOX = { widthPt: PAGE.columnPt, leadingPt: 22 } as const
const EM_PT = 12
const POINT_TEXT_PT = 3.5 * EM_PT
const SMALL = { sizePt: 10.5, colour: SOFT } as const
const CONTACT_BOX = { widthPt: PAGE.columnPt - SIGN_OFF_WIDTH_PT - 12, leadingPt: 17 } as const

/** Sets a notice: organ, title and number; addressee; body; seal; the line on which it is signed for. */
export function composeNotice(faces: Typefaces, notice: Notice): Sheet[] {
  const worded = wordNotice(notice)
  const rows = [head(faces, notice, worded), ...body(faces, notice, worded), tail(faces, notice)]
  return withFooters(faces, paginate(rows), notice.isDemo)
}

function head(faces: Typefaces, notice: Notice, worded: WordedNotice): Row {
  const box = { widthPt: PAGE.columnPt, align: 'middle' } as const
  return stack([
    ...setParagraph(faces, notice.organName, { sizePt: 16, spacingPt: 1.5 }, { ...box, leadingPt: 26 }),
    gap(6),
    ...setParagraph(faces, worded.title, { sizePt: 18, isStrong: true, spacingPt: 6 }, { ...box, leadingPt: 32 }),
    gap(4),
    ...setParagraph(faces, numberLine(notice.number), { sizePt: 12, colour: SOFT }, { ...box, leadingPt: 20 }),
    gap(12),
    { heightPt: 26, marks: [horizontalRule(0, 0, PAGE.columnPt, { colour: INK, widthPt: 0.9 })] },
  ])
}

function body(faces: Typefaces, notice: Notice, worded: WordedNotice): Row[] {
  const rows = [
    ...setParagraph(faces, addressLine(notice.addressee), BODY, BODY_BOX).map((row) => ({
      ...row,
      keepsWithNext: true,
    })),
    ...worded.blocks.flatMap((block) => blockRows(faces, block)),
  ]
  // At least two lines of the text go along with the seal.
  return rows.map((row, index) => (index >= rows.length - 2 ? { ...row, keepsWithNext: true } : row))
}

function blockRows(faces: Typefaces, block: NoticeBlock): Row[] {
  return block.kind === 'paragraph'
    ? keepPairs(setParagraph(faces, block.text, BODY, { ...BODY_BOX, indentPt: 2 * EM_PT }))
    : [gap(4), ...block.points.flatMap((point, index) => pointRows(faces, point, index + 1))]
}

/** A hanging number, what is wrong in strong, why below it. */
function pointRows(faces: Typefaces, point: CorrectionPoint, number: number): Row[] {
  const box = { widthPt: PAGE.columnPt - POINT_TEXT_PT, leadingPt: 20 }
  const subject = setParagraph(faces, point.subject, { ...BODY, isStrong: true }, box)
  const reason = setParagraph(faces, point.reason, BODY, box)
  const numeral = setLine(faces, `${number}.`, BODY, {
    x: POINT_TEXT_PT - 8,
    y: baselineIn(box.leadingPt, BODY.sizePt),
    anchor: 'end',
  })
  const lines = [...subject.map((row) => ({ ...row, keepsWithNext: true })), ...keepPairs(reason)]
  const rows = lines.map((row) => ({ ...row, marks: moveMarks(row.marks, POINT_TEXT_PT, 0) }))
  return [{ heightPt: 0, marks: numeral, keepsWithNext: true }, ...rows, gap(7)]
}

/** Below the text: the contact at the left, the seal at the right, and who signs for the paper and when. */
function tail(faces: Typefaces, notice: Notice): Row {
  const signOff = signOffBlock(faces, notice)
  const contact = stack(
    notice.contact === undefined ? [] : setParagraph(faces, contactLine(notice.contact), SMALL, CONTACT_BOX),
  )
  const heightPt = Math.max(signOff.heightPt, contact.heightPt)
  const marks = [
    ...moveMarks(contact.marks, 0, heightPt - contact.heightPt),
    ...moveMarks(signOff.marks, PAGE.columnPt - SIGN_OFF_WIDTH_PT, heightPt - signOff.heightPt),
  ]
  return stack([gap(12), { heightPt, marks }, gap(8), receiptLine(faces)])
}

function receiptLine(faces: Typefaces): Row {
  const half = PAGE.columnPt / 2
  return {
    heightPt: 34,
    marks: [SIGNED_FOR, SIGNED_ON].flatMap((label, index) => {
      const x = index * half
      const startX = x + lineWidthPt(faces, label, SMALL)
      return [
        ...setLine(faces, label, SMALL, { x, y: 24 }),
        horizontalRule(startX, 27, x + half - (index === 0 ? 24 : 0) - startX),
      ]
    }),
  }
}
