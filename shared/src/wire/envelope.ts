import { canonicalJson } from '../lib/canonicalJson'
import type { CaseId, DeviceId, DistrictId, OpId, ScanId, UploadId } from '../lib/ids'
import type { StandingInput } from './device'

/**
 * The envelope in which an operation travels, and the key of a scan: sealed to the server by HPKE (RFC 9180), so that
 * only the server can open it, and an operation's signed by the device, so that it needs no session.
 *
 * A device sets up one HPKE context (base mode, DHKEM(P-256), HKDF-SHA-256, export only) and keeps it for a day. What
 * it exports under `CONTEXT_EXPORT` (32 bytes) is the key material of HKDF-SHA-256 without salt, from which each
 * envelope has an AES-256-GCM key of its own, under the `…KeyInfo` that names what is inside.
 */
export type EnvelopeParts = {
  /** What HPKE encapsulated: an uncompressed point. The server keeps the context that it stands for. */
  readonly enc: Uint8Array<ArrayBuffer>
  readonly iv: Uint8Array<ArrayBuffer>
  /** Ciphertext and tag. */
  readonly sealed: Uint8Array<ArrayBuffer>
}

export const ENC_BYTES = 65
export const IV_BYTES = 12
export const TAG_BYTES = 16
/** ECDSA P-256 over SHA-256, r and s of 32 bytes each (IEEE P1363). */
export const SIGNATURE_BYTES = 64
export const SCAN_KEY_BYTES = 32

const encoder = new TextEncoder()

/** What HPKE is set up with (`info`): a context serves one device of one district, and nobody else's use of the key. */
export const contextInfo = (districtId: DistrictId, deviceId: DeviceId): Uint8Array<ArrayBuffer> =>
  encoder.encode(`onetrip-envelope/1\n${districtId}\n${deviceId}`)

export const CONTEXT_EXPORT = 'onetrip-envelope/1 key material'

export type OperationName = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly caseId: CaseId
  readonly opId: OpId
  readonly keyId: string
}

/** The info of the operation's key, the data that its seal authenticates, and the head of what the device signs. */
export const operationLabel = ({ districtId, deviceId, caseId, opId, keyId }: OperationName): Uint8Array<ArrayBuffer> =>
  encoder.encode(['onetrip-operation/1', districtId, deviceId, caseId, opId, keyId].join('\n'))

export type ScanKeyName = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly caseId: CaseId
  readonly scanId: ScanId
  readonly keyId: string
}

/** The same for the key of a scan, which bears no signature: bytes that do not hash to the scan's id are no scan. */
export const scanKeyLabel = ({ districtId, deviceId, caseId, scanId, keyId }: ScanKeyName): Uint8Array<ArrayBuffer> =>
  encoder.encode(['onetrip-scan-key/1', districtId, deviceId, caseId, scanId, keyId].join('\n'))

/** The data that a scan's own ciphertext authenticates: a page of one case is none of another's. */
export const scanLabel = (caseId: CaseId, scanId: ScanId): Uint8Array<ArrayBuffer> =>
  encoder.encode(['onetrip-scan/1', caseId, scanId].join('\n'))

/** What the device signs to send an upload without a session; it names nothing that a replay could use elsewhere. */
export const uploadProof = (
  districtId: DistrictId,
  { deviceId, uploadId }: { readonly deviceId: DeviceId; readonly uploadId: UploadId },
): Uint8Array<ArrayBuffer> => encoder.encode(['onetrip-upload/1', districtId, deviceId, uploadId].join('\n'))

/** What the device signs to ask how it stands, and to say how it is, without a session. */
export const standingProof = (districtId: DistrictId, said: StandingInput): Uint8Array<ArrayBuffer> =>
  encoder.encode(['onetrip-standing/1', districtId, canonicalJson(said)].join('\n'))

export const joinEnvelope = ({ enc, iv, sealed }: EnvelopeParts): Uint8Array<ArrayBuffer> => concat([enc, iv, sealed])

/** Undefined when there are too few bytes for one. */
export function splitEnvelope(bytes: Uint8Array<ArrayBuffer>): EnvelopeParts | undefined {
  if (bytes.length < ENC_BYTES + IV_BYTES + TAG_BYTES) return undefined
  return {
    enc: bytes.subarray(0, ENC_BYTES),
    iv: bytes.subarray(ENC_BYTES, ENC_BYTES + IV_BYTES),
    sealed: bytes.subarray(ENC_BYTES + IV_BYTES),
  }
}

/** What the device signs of an operation: its name, and every byte of its envelope. */
export const signedOperation = (
  label: Uint8Array<ArrayBuffer>,
  envelope: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> => concat([label, encoder.encode('\n'), envelope])

/** A scan's ciphertext: IV, ciphertext and tag. */
export const sealedScanBytes = (sizeBytes: number): number => IV_BYTES + sizeBytes + TAG_BYTES

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
