import { isPdf, isPdfWhole } from '@onetrip/shared/lib/pdf'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import type { ScanDefect } from '../../domain/files/files'

export type ScanImageType = 'image/jpeg' | 'image/png' | 'image/webp'
export type ScanMediaType = ScanImageType | 'application/pdf'

// One picture at a time is worth little kept, and a thread for each core would only wait for the others' pages.
sharp.cache(false)
sharp.concurrency(1)

/** 40 megapixels: an A3 page at 400 dpi fits, and a decoded picture stays under 160 MB. */
const MAX_PIXELS = 40_000_000

/**
 * What a scan is, told from its bytes alone; names and declared types are never asked. Images are decoded to the last row,
 * so a picture that was cut off is `corrupt`, and so is one of more than 40 megapixels. A PDF is what the tablet takes for
 * one (`isPdf`): nothing in it is run or drawn here.
 */
export async function inspectScan(bytes: Uint8Array): Promise<Result<{ mediaType: ScanMediaType }, ScanDefect>> {
  if (bytes.length === 0) return err('empty')
  const type = await fileTypeFromBuffer(bytes)
  switch (type?.mime) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      return (await decodes(bytes)) ? ok({ mediaType: type.mime }) : err('corrupt')
    default:
      return inspectPdf(bytes)
  }
}

function inspectPdf(bytes: Uint8Array): Result<{ mediaType: ScanMediaType }, ScanDefect> {
  if (!isPdf(bytes)) return err('unknown-type')
  return isPdfWhole(bytes) ? ok({ mediaType: 'application/pdf' }) : err('corrupt')
}

/**
 * A smaller JPEG of an image, upright, at most `widthPx` wide, without EXIF, profiles or anything else that rode along.
 * Rejects on bytes that `inspectScan` would have refused; PDFs are drawn by the console itself.
 */
export async function previewScan(bytes: Uint8Array, widthPx: number): Promise<Uint8Array> {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' })
    .autoOrient()
    .resize({ width: widthPx, withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** Decodes every row, but into a thumbnail: the cheapest way to know that nothing is missing. */
async function decodes(bytes: Uint8Array): Promise<boolean> {
  try {
    await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' }).resize(32).raw().toBuffer()
    return true
  } catch {
    return false
  }
}
