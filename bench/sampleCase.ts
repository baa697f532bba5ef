import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { ScanId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { CaseContent } from '@onetrip/shared/case/content'
import { readDistrict } from '@onetrip/server/domain/catalogue/readDistrict'
import { FOOD_LICENCE, makeContent } from '../server/test/samples'

/** What a master weighs. */
export const SCAN_BYTES = 300_000
export const SCANS_PER_CASE = 4

/** A case that passes every rule, to be copied: each copy puts names of its own in place of `pages`. */
export type SampleCase = { readonly content: CaseContent; readonly pages: readonly string[] }

export async function makeSampleCase(): Promise<SampleCase> {
  const district = await readDistrict('server/district')
  if (!district.ok) throw new Error('the district does not read')
  const pages = Array.from({ length: SCANS_PER_CASE }, () => ({
    bytes: new Uint8Array(),
    ref: {
      scanId: ScanId.parse(randomBytes(32).toString('hex')),
      sizeBytes: SCAN_BYTES,
      mediaType: 'image/jpeg' as const,
    },
  }))
  const content = makeContent(district.value, { itemCodes: [FOOD_LICENCE], pages, now: instantFromMs(Date.now()) })
  return { content, pages: pages.map(({ ref }) => ref.scanId) }
}

/** Room in a picture for what makes each copy another: a comment, whose bytes begin here. */
export const COMMENT_AT = 6
const COMMENT_MARK = [0xff, 0xd8, 0xff, 0xfe]

/** A page of paper at 150 dpi as a JPEG of just `SCAN_BYTES`: what is left over is filled by a comment. */
export async function makePicture(): Promise<Buffer> {
  const width = 1240
  const height = 1754
  const paper = Uint8Array.from({ length: width * height }, (_, at) => 255 - ((at * 2_654_435_761) % 17))
  const noise = randomBytes(paper.length)
  const pixels = paper.map((light, at) => light - ((noise[at] ?? 0) & 15))
  for (let quality = 90; quality > 5; quality -= 3) {
    const jpeg = await sharp(pixels, { raw: { width, height, channels: 1 } })
      .jpeg({ quality })
      .toBuffer()
    const spare = SCAN_BYTES - jpeg.length
    if (spare >= 64 && spare < 65_000) return withComment(jpeg, spare)
  }
  throw new Error('no quality makes a picture of that size')
}

function withComment(jpeg: Buffer, bytes: number): Buffer {
  const comment = Buffer.alloc(bytes)
  comment.set(COMMENT_MARK.slice(2))
  comment.writeUInt16BE(bytes - 2, 2)
  comment.set(randomBytes(bytes - 4), 4)
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
}
