import { MAX_SCAN_BYTES } from '@onetrip/shared/wire/protocol'
import type { MakePreview } from '../../domain/inbox/preview'
import { previewScan } from './inspectScan'
import { createInTurn } from '@onetrip/shared/lib/inTurn'

/** A decoded page takes up to 160 MB: two at once, whoever turns pages. */
const AT_ONCE = 2

/**
 * Previews by libvips: the picture is decoded and drawn anew, its metadata stays behind. One maker for a process: its
 * previews are made two at a time, the others wait in their order and hold no page meanwhile.
 */
export function createSharpPreview(): MakePreview {
  const run = createInTurn(AT_ONCE)
  return (bytes, width) => run(async () => previewScan(await readBounded(bytes), width))
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
