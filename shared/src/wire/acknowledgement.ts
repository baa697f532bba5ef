import * as z from 'zod/mini'
import { canonicalJson } from '../lib/canonicalJson'
import type { CaseId, DistrictId, OpId, ScanId } from '../lib/ids'
import type { Instant } from '../lib/time'
import { MAX_PUSH_OPS } from './protocol'

const KeyId = z.string().check(z.minLength(1), z.maxLength(64))

/**
 * 回执: the server's signed word that things stand in its database, all that one request brought. They are not repeated
 * in it: who sent them knows, and the signature holds for nothing else.
 */
export const Acknowledgement = z.object({
  keyId: KeyId,
  /** Of the server that has them. A restored server speaks for itself. */
  epoch: z.string(),
  /** The SHA-256 of `acknowledgedText` of each, as lower-case hex. */
  digests: z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/))).check(z.minLength(1), z.maxLength(MAX_PUSH_OPS)),
  /** ed25519 over `signedText`, 64 bytes as base64. */
  signature: z.string().check(z.regex(/^[A-Za-z0-9+/]{86}==$/)),
})
export type Acknowledgement = z.infer<typeof Acknowledgement>

/** A key whose signatures a tablet takes. Two may hold at once, while one follows the other. */
export const AcknowledgementKey = z.object({
  keyId: KeyId,
  alg: z.literal('ed25519'),
  /** The 32 raw bytes as base64. */
  publicKey: z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/)),
})
export type AcknowledgementKey = z.infer<typeof AcknowledgementKey>

/** What can be acknowledged: an operation with the bytes it came in, or a whole scan of a case. */
export type Acknowledged =
  | {
      readonly about: 'operation'
      readonly districtId: DistrictId
      readonly caseId: CaseId
      readonly opId: OpId
      /** Of the frame's body as it travelled; lower-case hex. */
      readonly bodySha256: string
    }
  | {
      readonly about: 'scan'
      readonly districtId: DistrictId
      readonly caseId: CaseId
      /** The SHA-256 of its bytes. */
      readonly scanId: ScanId
    }

/** What is acknowledged of one thing, and when it came in. */
export const acknowledgedText = (acknowledged: Acknowledged, at: Instant): string =>
  canonicalJson({ ...acknowledged, at })

/** The text that is signed: its first line keeps it apart from everything else that the key could ever sign. */
export const signedText = ({ epoch, digests }: Pick<Acknowledgement, 'epoch' | 'digests'>): string =>
  ['onetrip-acknowledgement/1', epoch, ...digests].join('\n')
