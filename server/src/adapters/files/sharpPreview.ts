import sharp from 'sharp'
import { MAX_SCAN_BYTES } from '@onetrip/shared/wire/protocol'
import type { MakePreview } from '../../domain/inbox/preview'

/** A4 at 600 dpi has 35 million; more is a bomb or a mistake. */
const MAX_PIXELS = 60_000_000
const QUALITY = 82

/** Previews by libvips: the picture is decoded and drawn anew, its metadata stays behind. */
export const makeSharpPreview: MakePreview = async (bytes, width) => {
  const whole = await readBounded(bytes)
  return sharp(whole, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .rotate()
    .resize({ width, withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
    .toBuffer()
}

async function readBounded(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of bytes) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > MAX_SCAN_BYTES) throw new Error(`a page of more than ${MAX_SCAN_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
