import * as z from 'zod/mini'
import { FieldValue } from '../catalogue/condition'
import { ItemRef } from '../catalogue/serviceItem'
import { PartyId, ScanId } from '../lib/ids'
import { Instant } from '../lib/time'
import { MAX_SCAN_BYTES } from '../wire/protocol'
import { Party } from './party'

/** 受理窗口 · 代办 · 帮办: in which capacity the station takes the case in. */
export const Capacity = z.enum(['window', 'proxy', 'assist'])
export type Capacity = z.infer<typeof Capacity>

/** One page image or PDF of a material; the bytes travel apart from the words. */
export const ScanRef = z.object({
  scanId: ScanId,
  sizeBytes: z.int().check(z.minimum(1), z.maximum(MAX_SCAN_BYTES)),
  mediaType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
})
export type ScanRef = z.infer<typeof ScanRef>

/** What was handed in for one material of the merged set. */
export const MaterialEntry = z.object({
  code: z.string().check(z.maxLength(64)),
  how: z.enum(['scanned', 'owed', 'promised']),
  pages: z.array(ScanRef).check(z.maxLength(60)),
})
export type MaterialEntry = z.infer<typeof MaterialEntry>

export const DeliveryChoice = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('courier'),
    recipient: z.string().check(z.maxLength(100)),
    mobile: z.string().check(z.maxLength(20)),
    province: z.string().check(z.maxLength(40)),
    city: z.string().check(z.maxLength(40)),
    county: z.string().check(z.maxLength(40)),
    address: z.string().check(z.maxLength(300)),
  }),
  z.object({ mode: z.literal('pick-up') }),
])
export type DeliveryChoice = z.infer<typeof DeliveryChoice>
export const DeliveryMode = z.enum(['courier', 'pick-up'])
export type DeliveryMode = z.infer<typeof DeliveryMode>

/** S1: signed on glass, bound by hash to the words that were on the screen. Evidence, not a 可靠电子签名. */
export const Signature = z.object({
  partyId: PartyId,
  level: z.literal('S1'),
  /** The picture of the signature, kept like any scan. */
  image: ScanRef,
  /** SHA-256 (hex) of the canonical JSON of what was shown. */
  shownHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  signedAt: Instant,
})
export type Signature = z.infer<typeof Signature>

/** Chosen with the resident at intake; “no phone” is an answer of its own (a PIN on a folded slip). */
export const SecondFact = z.object({
  kind: z.enum(['phone-tail', 'id-tail', 'pin']),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})
export type SecondFact = z.infer<typeof SecondFact>

/**
 * All that was taken in, words only. One content per case; a correction replaces it whole. It is read by this schema when
 * it comes in, never when it is stored: a rule that is added here does not shut out what came in before.
 */
export const CaseContent = z.object({
  /** Each item once: a case has one task for each. */
  items: z.array(ItemRef).check(z.minLength(1), z.maxLength(12), z.refine(areDifferentItems)),
  theme: z.optional(z.object({ themeCode: z.string(), version: z.int() })),
  capacity: Capacity,
  /** One of them is the applicant, to whom every written act is addressed. */
  parties: z.array(Party).check(z.minLength(1), z.maxLength(30), z.refine(haveOneApplicant)),
  fields: z.record(z.string().check(z.maxLength(64)), FieldValue),
  materials: z.array(MaterialEntry).check(z.maxLength(80)),
  delivery: DeliveryChoice,
  notice: z.object({ noticeCode: z.string(), version: z.int(), shownAt: Instant }),
  signature: Signature,
})
export type CaseContent = z.infer<typeof CaseContent>

function areDifferentItems(items: readonly ItemRef[]): boolean {
  return new Set(items.map(({ itemCode }) => itemCode)).size === items.length
}

function haveOneApplicant(parties: readonly Party[]): boolean {
  return parties.filter(({ role }) => role === 'applicant').length === 1
}

/** Every scan the content refers to, each once, in the order met. */
export const scansOf = (content: CaseContent): ScanRef[] =>
  eachOnce([...content.materials.flatMap((material) => material.pages), content.signature.image])

/** What people count as pages: the scans of papers. The picture of a signature travels like one, and is none. */
export const pagesOf = (content: CaseContent): ScanRef[] =>
  eachOnce(content.materials.flatMap((material) => material.pages))

const eachOnce = (scans: readonly ScanRef[]): ScanRef[] => [
  ...new Map(scans.map((scan) => [scan.scanId, scan])).values(),
]
