import { MAX_SCAN_BYTES } from '@onetrip/shared/wire/protocol'
import type { MakePreview } from '../../domain/inbox/preview'
import { previewScan } from './inspectScan'

/** Previews by libvips: the picture is decoded and drawn anew, its metadata stays behind. */
export const makeSharpPreview: MakePreview = async (bytes, width) => previewScan(await readBounded(bytes), width)

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
