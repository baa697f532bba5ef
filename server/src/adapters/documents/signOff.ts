import type { PlainDate } from '@onetrip/shared/lib/time'
import { chineseDate } from '../../domain/document/chineseDate'
import { moveMarks, SOFT } from './marks'
import { stack, type Row } from './page'
import { setLine, setParagraph } from './setText'
import type { Typefaces } from './typefaces'
import { SEAL_RADIUS_PT, voidSeal } from './voidSeal'
import { SEAL_PLACE } from './words'

export type SignOff = {
  readonly organName: string
  readonly date: PlainDate
  readonly sealWords: string
  readonly isDemo: boolean
}

export const SIGN_OFF_WIDTH_PT = 240
const SEAL_TOP_PT = 6
/** Organ and date begin in the lower part of the seal, below its band, as on a stamped paper (骑年盖月). */
const NAME_TOP_PT = SEAL_TOP_PT + SEAL_RADIUS_PT + 36

/** Organ and date with the seal over them, in a block of `SIGN_OFF_WIDTH_PT`: one row, never torn. */
export function signOffBlock(faces: Typefaces, { organName, date, sealWords, isDemo }: SignOff): Row {
  const middle = SIGN_OFF_WIDTH_PT / 2
  const box = { widthPt: SIGN_OFF_WIDTH_PT, leadingPt: 20, align: 'middle' } as const
  const words = stack([
    ...setParagraph(faces, organName, { sizePt: 12 }, box),
    ...setParagraph(faces, chineseDate(date), { sizePt: 12 }, box),
  ])
  const seal = isDemo
    ? moveMarks(voidSeal(faces, sealWords), middle, SEAL_TOP_PT + SEAL_RADIUS_PT)
    : setLine(
        faces,
        SEAL_PLACE,
        { sizePt: 12, colour: SOFT },
        { x: middle, y: SEAL_TOP_PT + SEAL_RADIUS_PT - 6, anchor: 'middle' },
      )
  return {
    heightPt: Math.max(NAME_TOP_PT + words.heightPt, SEAL_TOP_PT + 2 * SEAL_RADIUS_PT) + 8,
    marks: [...seal, ...moveMarks(words.marks, 0, NAME_TOP_PT)],
  }
}
