import { createDecipheriv, createHash, type DecipherGCM } from 'node:crypto'
import { IV_BYTES, scanLabel, sealedScanBytes, TAG_BYTES } from '@onetrip/shared/wire/envelope'
import { travellingBytes, type StoredUpload } from '../../db/uploads'
import type { Chunks } from '../files/files'
import type { House } from '../house'

/** `short`: fewer bytes came than are awaited. `spoilt`: they do not open, or are not the scan. */
export type OpenedScan = 'whole' | 'short' | 'spoilt'

type Bringing = { readonly upload: StoredUpload; readonly brought: Chunks }

/**
 * Writes the scan that an upload brought into `scan`, which has just its size: opened and hashed as the bytes come. A
 * chunk at a time holds the event loop for a fraction of a millisecond.
 */
export async function openScan(house: Opening, { upload, brought }: Bringing, scan: Uint8Array): Promise<OpenedScan> {
  const awaited = travellingBytes(upload)
  const opener = await findOpener(house, upload)
  if (!opener) return 'spoilt'
  const hash = createHash('sha256')
  let came = 0
  let opened = 0
  for await (const chunk of brought) {
    came += chunk.length
    if (came > awaited) return 'spoilt'
    const clear = opener.open(chunk)
    scan.set(clear, opened)
    opened += clear.length
    hash.update(clear)
  }
  if (came < awaited) return 'short'
  return opener.isGenuine() && hash.digest('hex') === upload.scanId ? 'whole' : 'spoilt'
}

type Opening = Pick<House, 'districtId' | 'envelopes'>

/** What has been opened is nobody's until the end: `isGenuine` says then whether all of it was sealed so. */
type Opener = { readonly open: (chunk: Uint8Array) => Uint8Array; readonly isGenuine: () => boolean }

const OPEN: Opener = { open: (chunk) => chunk, isGenuine: () => true }

/** Undefined for what cannot be opened, whatever comes: its key is none of ours, or its length is another's. */
async function findOpener({ districtId, envelopes }: Opening, upload: StoredUpload): Promise<Opener | undefined> {
  const { sealed, deviceId, caseId, scanId, sizeBytes } = upload
  if (!sealed) return OPEN
  if (sealed.sizeBytes !== sealedScanBytes(sizeBytes)) return undefined
  const name = { districtId, deviceId, caseId, scanId, keyId: sealed.keyId }
  const key = await envelopes.openScanKey(name, Uint8Array.from(sealed.key))
  return key.ok ? createOpener(key.value, scanLabel(caseId, scanId), sealed.sizeBytes) : undefined
}

const NOTHING = new Uint8Array()

/** AES-256-GCM over IV, ciphertext and tag in chunks that end anywhere. */
function createOpener(key: Uint8Array, label: Uint8Array, totalBytes: number): Opener {
  const iv = new Uint8Array(IV_BYTES)
  const tag = new Uint8Array(TAG_BYTES)
  const tagAt = totalBytes - TAG_BYTES
  const state: { came: number; decipher?: DecipherGCM } = { came: 0 }
  const begin = (): DecipherGCM => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv)
    return decipher.setAAD(label)
  }
  return {
    open: (chunk) => {
      const from = state.came
      state.came += chunk.length
      const partOf = (start: number, end: number): Uint8Array =>
        chunk.subarray(Math.max(0, start - from), Math.max(0, end - from))
      iv.set(partOf(0, IV_BYTES), Math.min(from, IV_BYTES))
      tag.set(partOf(tagAt, totalBytes), Math.max(0, from - tagAt))
      const sealed = partOf(IV_BYTES, tagAt)
      if (sealed.length === 0) return NOTHING
      state.decipher ??= begin()
      return state.decipher.update(sealed)
    },
    isGenuine: () => {
      const decipher = state.decipher ?? begin()
      try {
        decipher.setAuthTag(tag).final()
        return true
      } catch {
        return false
      }
    },
  }
}
