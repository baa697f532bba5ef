import * as z from 'zod/mini'
import { ScanRef } from '../case/content'
import { CaseId, DeviceId, DistrictId, OpId, UploadId } from '../lib/ids'
import { err, ok, type Result } from '../lib/result'
import { Instant } from '../lib/time'
import { SealedScan } from './upload'

/**
 * A rescue bundle: what a tablet could not send, in a file, as it would have travelled. Everything in it is sealed to
 * the server and signed by the device, so anybody may carry it, and any page that reaches the server may send it; the
 * server takes each operation and scan once, whoever brings them.
 *
 * The file: 8 bytes `OTRB` and version · u32 length of the head · the head as JSON · the frames (`wire/frame.ts`) · the
 * ciphertexts of the scans, in the head's order. Big-endian. The head holds ids and numbers only.
 */
export const BundleHead = z.object({
  districtId: DistrictId,
  deviceId: DeviceId,
  madeAt: Instant,
  /** Of the server that the tablet heard of last. Absent where it has heard of none, and in files of before. [SYNC-R8] */
  epoch: z.optional(z.string()),
  framesBytes: z.int().check(z.minimum(0)),
  scans: z.array(
    z.object({
      uploadId: UploadId,
      caseId: CaseId,
      /** The operation that names the scan: words go before pictures. */
      opId: OpId,
      scan: ScanRef,
      sealed: SealedScan,
      /** Of the ciphertext, lower-case hex. */
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      /** The device's signature that the upload is its own, as base64 (`uploadProof`). */
      proof: z.string().check(z.regex(/^[A-Za-z0-9+/]{86}==$/)),
    }),
  ),
})
export type BundleHead = z.infer<typeof BundleHead>
export type BundledScan = BundleHead['scans'][number]

/** `not-one`: some other file. `newer`: a later app wrote it. `cut-short`: it was not copied whole. */
export type BundleRefusal = 'not-one' | 'newer' | 'cut-short'

const MAGIC = new TextEncoder().encode('OTRB')
const VERSION = 1
const START_BYTES = 12
/** More would be no head of ours: 60 pages of 200 cases are 6 MB of JSON. */
const MAX_HEAD_BYTES = 16 * 1024 * 1024

/** Everything that stands before the frames. */
export function encodeBundleStart(head: BundleHead): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head))
  const bytes = new Uint8Array(START_BYTES + json.length)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint32(MAGIC.length, VERSION)
  view.setUint32(START_BYTES - 4, json.length)
  bytes.set(json, START_BYTES)
  return bytes
}

/** Where the parts of a bundle lie. */
export type BundleLayout = { readonly head: BundleHead; readonly framesAt: number; readonly scansAt: readonly number[] }

/** What is read of a file: a slice, so that a bundle of a gigabyte is never in memory. */
export type ReadSlice = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>

/** Reads the head of a bundle, and whether all of it is there. */
export async function readBundleLayout(
  read: ReadSlice,
  sizeBytes: number,
): Promise<Result<BundleLayout, BundleRefusal>> {
  const start = await read(0, START_BYTES)
  if (start.length < START_BYTES || !MAGIC.every((byte, at) => start[at] === byte)) return err('not-one')
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
  if (view.getUint32(MAGIC.length) !== VERSION) return err('newer')
  const headBytes = view.getUint32(START_BYTES - 4)
  if (headBytes > MAX_HEAD_BYTES) return err('not-one')
  const head = parseHead(await read(START_BYTES, START_BYTES + headBytes))
  if (!head) return err(START_BYTES + headBytes > sizeBytes ? 'cut-short' : 'not-one')
  const layout = layOut(head, START_BYTES + headBytes)
  return layout.endsAt > sizeBytes ? err('cut-short') : ok(layout)
}

function layOut(head: BundleHead, framesAt: number): BundleLayout & { readonly endsAt: number } {
  const scansAt: number[] = []
  let at = framesAt + head.framesBytes
  for (const { sealed } of head.scans) {
    scansAt.push(at)
    at += sealed.sizeBytes
  }
  return { head, framesAt, scansAt, endsAt: at }
}

function parseHead(bytes: Uint8Array): BundleHead | undefined {
  try {
    return BundleHead.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data
  } catch {
    return undefined
  }
}
