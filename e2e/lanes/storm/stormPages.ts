import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ScanRef } from '@onetrip/shared/case/content'
import { ScanId } from '@onetrip/shared/lib/ids'

/** A page that nobody else has. Its bytes are made anew whenever they are wanted: a storm has more than fit in here. */
export type StormPage = { readonly ref: ScanRef; readonly makeBytes: () => Uint8Array<ArrayBuffer> }

const MARK_BYTES = 32
/** SOI, then a comment of a JPEG: its marker, and its length with the two bytes that say so. */
const SOI_BYTES = 2
const COMMENT_HEAD = [0xff, 0xfe, 0, MARK_BYTES + 2]

/** Pages like one photo, each with a comment of its own. */
export async function openStormPages(path: string): Promise<() => StormPage> {
  const photo = await readFile(path)
  return () => {
    const mark = randomBytes(MARK_BYTES)
    const makeBytes = (): Uint8Array<ArrayBuffer> => {
      const head = photo.subarray(0, SOI_BYTES)
      return new Uint8Array(Buffer.concat([head, Buffer.from(COMMENT_HEAD), mark, photo.subarray(SOI_BYTES)]))
    }
    const bytes = makeBytes()
    const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
    return { ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' }, makeBytes }
  }
}
