import * as z from 'zod/mini'
import { ScanRef } from '../case/content'
import { fromBase64, toBase64 } from '../lib/base64'
import { canonicalJson } from '../lib/canonicalJson'
import { CaseId, DeviceId, UploadId } from '../lib/ids'
import { Instant } from '../lib/time'
import { Acknowledgement } from './acknowledgement'

/** What travels is a ciphertext (`wire/envelope.ts`); offsets count its bytes. Absent where the scan travels open. */
export const SealedScan = z.object({
  /** The server's key, to which the scan's own is sealed. */
  keyId: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** The scan's key in its envelope, as base64. */
  key: z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/), z.maxLength(256)),
  sizeBytes: z.int().check(z.minimum(1)),
})

/** “I have this scan of this case; from which byte on do you want it?” */
export const OfferInput = z.object({
  deviceId: DeviceId,
  uploadId: UploadId,
  caseId: CaseId,
  scan: ScanRef,
  sealed: z.optional(SealedScan),
})
export type OfferInput = z.infer<typeof OfferInput>

/** Longer than any: the key in its envelope is the longest part. */
const MAX_OFFER_LETTERS = 2_000

/** An offer as the text of a header: canonical JSON in base64. */
export const writeOffer = (offer: OfferInput): string => toBase64(new TextEncoder().encode(canonicalJson(offer)))

/** The reverse; undefined for text that is none. */
export function readOffer(text: string): OfferInput | undefined {
  if (text.length > MAX_OFFER_LETTERS) return undefined
  try {
    return OfferInput.parse(JSON.parse(new TextDecoder().decode(fromBase64(text))))
  } catch {
    return undefined
  }
}

/** Where an upload stands. Only the device that began it is told. */
export const UploadStanding = z.discriminatedUnion('status', [
  z.object({ status: z.literal('continue'), offset: z.int().check(z.minimum(0)) }),
  /** A tablet takes it for true only with the acknowledgement. */
  z.object({
    status: z.literal('complete'),
    /** When it arrived, as it is acknowledged. */
    arrivedAt: z.optional(Instant),
    acknowledgement: z.optional(Acknowledgement),
  }),
  /** The bytes do not hash to the scan's id; they were thrown away, begin again. */
  z.object({ status: z.literal('mismatch') }),
  /** What the bytes are is not what may be stored (sniffed by content). */
  z.object({ status: z.literal('unreadable'), why: z.enum(['empty', 'unknown-type', 'corrupt']) }),
  /** The case is not known yet, or does not name this scan: words go before pictures. */
  z.object({ status: z.literal('not-awaited') }),
])
export type UploadStanding = z.infer<typeof UploadStanding>

export const UploadAnswer = z.object({ epoch: z.string(), serverTime: Instant, standing: UploadStanding })
export type UploadAnswer = z.infer<typeof UploadAnswer>
