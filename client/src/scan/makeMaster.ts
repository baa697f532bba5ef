import type { ScanRef } from '@onetrip/shared/case/content'
import { ScanId } from '@onetrip/shared/lib/ids'
import { isPdfWhole } from '@onetrip/shared/lib/pdf'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { MAX_SCAN_BYTES } from '@onetrip/shared/wire/protocol'
import { sniffMediaType } from './sniffMediaType'

/** Of a photo before it is redrawn: what comes out fits the wire, but nobody's tablet should decode a film. */
export const MAX_PHOTO_BYTES = 60 * 1024 * 1024

/** Of which files a page can be made, as a file chooser is told. HEIC is not among them: iOS then hands over a JPEG. */
export const PAGE_FILES = 'image/jpeg,image/png,image/webp,application/pdf'

/** A page as it is kept and sent: the bytes, and what they hash to. */
export type Master = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** Why a picked file cannot be a page. `heic`: a good photo in a form that nobody downstream can open. */
export type MasterRefusal = 'empty' | 'too-large' | 'heic' | 'unknown-type' | 'corrupt'

export type MasterDeps = {
  /** Lower-case hex. */
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
  /** A picture as a clean JPEG, upright and without what the camera wrote beside it; undefined when it cannot be decoded. */
  readonly redraw: (picture: Blob) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** Turns a picked file into a master: pictures are redrawn once, PDFs stay as they are. Keeps nothing. */
export async function makeMaster(file: Blob, deps: MasterDeps): Promise<Result<Master, MasterRefusal>> {
  if (file.size === 0) return err('empty')
  if (file.size > MAX_PHOTO_BYTES) return err('too-large')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = sniffMediaType(bytes)
  switch (type) {
    case undefined:
      return err('unknown-type')
    case 'heic':
      return err('heic')
    case 'application/pdf':
      if (bytes.length > MAX_SCAN_BYTES) return err('too-large')
      return isPdfWhole(bytes) ? ok(await masterOf(bytes, 'application/pdf', deps)) : err('corrupt')
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp': {
      const clean = await deps.redraw(new Blob([bytes], { type }))
      if (!clean) return err('corrupt')
      return clean.length > MAX_SCAN_BYTES ? err('too-large') : ok(await masterOf(clean, 'image/jpeg', deps))
    }
  }
}

/** The master of bytes that this app has made itself. They are not looked at again. */
export async function masterOf(
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: ScanRef['mediaType'],
  { sha256Hex }: Pick<MasterDeps, 'sha256Hex'>,
): Promise<Master> {
  const scanId = ScanId.parse(await sha256Hex(bytes))
  return { ref: { scanId, sizeBytes: bytes.length, mediaType }, bytes }
}
