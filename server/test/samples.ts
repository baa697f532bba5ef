import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import { shownText } from '@onetrip/shared/case/shownText'
import type { FieldValue } from '@onetrip/shared/catalogue/condition'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import { intakeForm } from '@onetrip/shared/catalogue/intakeForm'
import { ItemCode, type ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { checkCharacter31 } from '@onetrip/shared/lib/creditCode'
import { PartyId, ScanId } from '@onetrip/shared/lib/ids'
import { residentIdCheckDigit } from '@onetrip/shared/lib/residentId'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { DistrictData } from '../src/domain/catalogue/districtData'

/** 食品经营许可: a licence that market regulation decides in our console. */
export const FOOD_LICENCE = ItemCode.parse('000131024000')
/** 户外广告: a licence that urban management decides in its own system. */
export const SIGNBOARD = ItemCode.parse('000117017000')

/** A number that is right in itself; no area was ever called 430199. */
export const SAMPLE_ID = `43019919900101001${residentIdCheckDigit('43019919900101001')}`
const SAMPLE_CREDIT_CODE = `92430102MA4L16JQX${checkCharacter31('92430102MA4L16JQX') ?? ''}`
const SAMPLE_MOBILE = '13800138000'

/** A page as the tablet hands it in: its bytes, and what the words say of them. */
export type SamplePage = { readonly bytes: Uint8Array<ArrayBuffer>; readonly ref: ScanRef }

/** A JPEG of its own for every number, some 60 KB of noise. */
export async function makePage(number: number): Promise<SamplePage> {
  const width = 320
  const height = 240
  // A linear congruential generator is noise enough for a picture, and the same each time.
  let state = number + 1
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer()
  const bytes = new Uint8Array(jpeg)
  const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  return { bytes, ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' } }
}

export type SampleContent = {
  readonly itemCodes: readonly ItemCode[]
  readonly pages: readonly SamplePage[]
  readonly now: Instant
}

/**
 * A content that passes the pre-check: every question that applies is answered, every material that is required has
 * a page. The last page is the signature; the others are dealt out to the materials in turn, all of them used.
 */
export function makeContent(data: DistrictData, { itemCodes, pages, now }: SampleContent): CaseContent {
  const items = itemCodes.map((code) => getItem(data, code))
  const fields = answerAll(items)
  const required = intakeForm(items, fields).materials.filter(({ spec }) => spec.need.kind === 'required')
  const scans = pages.map(({ ref }) => ref)
  const signature = scans.at(-1)
  if (!signature) throw new Error('a content needs a page at least for the signature')
  const partyId = PartyId.parse(randomUUID())
  const mode = items.every((item) => item.delivery.includes('courier')) ? 'courier' : 'pick-up'
  const content: CaseContent = {
    items: items.map(({ itemCode, version }) => ({ itemCode, version })),
    capacity: 'window',
    parties: [
      {
        partyId,
        role: 'applicant',
        kind: 'person',
        name: '样例𠮷',
        idType: 'resident-id',
        idNumber: SAMPLE_ID,
        mobile: SAMPLE_MOBILE,
        address: '芙蓉区荷花园街道样例路 1 号',
        identityCheck: 'seen-not-stored',
      },
    ],
    fields,
    materials: required.map(({ spec }, nth) => ({
      code: spec.code,
      how: 'scanned',
      pages: dealt(scans.slice(0, -1), nth, required.length),
    })),
    delivery:
      mode === 'pick-up'
        ? { mode }
        : {
            mode,
            recipient: '样例𠮷',
            mobile: SAMPLE_MOBILE,
            province: '湖南省',
            city: '长沙市',
            county: '芙蓉区',
            address: '荷花园街道样例路 1 号',
          },
    notice: { noticeCode: 'intake-notice', version: 1, shownAt: now },
    signature: { partyId, level: 'S1', image: signature, shownHash: '0'.repeat(64), signedAt: now },
  }
  return signed(content, data)
}

/** The content, signed as it stands. */
export function signed(content: CaseContent, data: Pick<DistrictData, 'notices'>): CaseContent {
  const shownHash = createHash('sha256').update(shownText(content, data)).digest('hex')
  return { ...content, signature: { ...content.signature, shownHash } }
}

function getItem(data: DistrictData, code: ItemCode): ServiceItem {
  const item = data.items.find(({ itemCode }) => itemCode === code)
  if (!item) throw new Error(`no item ${code} in the district`)
  return item
}

/** Every nth scan; where there are fewer scans than materials, one page serves several, as on paper. */
function dealt(scans: readonly ScanRef[], nth: number, count: number): ScanRef[] {
  const own = scans.filter((_scan, index) => index % count === nth)
  const shared = scans[nth % Math.max(1, scans.length)]
  return own.length > 0 || !shared ? own : [shared]
}

/** Answers what is asked until nothing more is asked: an answer may open further questions. */
function answerAll(items: readonly ServiceItem[]): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (;;) {
    const open = intakeForm(items, fields).fields.filter(({ field }) => fields[field.id] === undefined)
    if (open.length === 0) return fields
    for (const { field } of open) fields[field.id] = answer(field)
  }
}

function answer({ input }: FormField): FieldValue {
  switch (input.kind) {
    case 'text':
    case 'long-text':
      return '样例'
    case 'number':
      return input.min ?? 1
    case 'date':
      return '2026-01-05'
    case 'choice':
      return input.options[0]?.value ?? ''
    case 'choices':
      return input.options.slice(0, 1).map(({ value }) => value)
    case 'yes-no':
      return false
    case 'resident-id':
      return SAMPLE_ID
    case 'credit-code':
      return SAMPLE_CREDIT_CODE
    case 'mobile':
      return SAMPLE_MOBILE
    default:
      return assertNever(input)
  }
}
