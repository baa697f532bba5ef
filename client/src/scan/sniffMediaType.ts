import { isPdf, latin } from '@onetrip/shared/lib/pdf'

/** What a file is by its first bytes; its name and its stated type may be anything. */
export type SniffedType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | 'heic'

/** Brands of the HEIF family (ISO/IEC 23008-12, AVIF): pictures that no browser here turns into a JPEG. */
const HEIF_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif'])

/** Undefined when the bytes are none of what may be handed in. */
export function sniffMediaType(bytes: Uint8Array): SniffedType | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (latin(bytes, 4, 8) === 'ftyp' && HEIF_BRANDS.has(latin(bytes, 8, 12))) return 'heic'
  return isPdf(bytes) ? 'application/pdf' : undefined
}

const startsWith = (bytes: Uint8Array, head: readonly number[]): boolean =>
  head.every((byte, index) => bytes[index] === byte)
