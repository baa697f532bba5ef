import { sign, verify, type KeyObject } from 'node:crypto'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { decodeBase64, type PrivateKeys } from '../signing/keys'

/** How far the sender's clock may be from ours, either way. Source: docs/spec/department.md [DEPT-R5]. */
export const TOLERANCE_SECONDS = 300

/** Enough for a key, its successor and another scheme beside them; more would be work for nothing. */
const MAX_SIGNATURES = 8

const SIGNATURE_BYTES = 64

/** No full stop: it parts the signed content, so `a.1` + `2` and `a` + `1.2` would be one text. */
const MESSAGE_ID = /^[A-Za-z0-9_-]{1,64}$/
const TIMESTAMP = /^[1-9]\d{0,11}$/

export type Message = { readonly id: string; readonly timestampSeconds: number; readonly payload: Uint8Array }

/** The three headers of Standard Webhooks, in the lower case that HTTP libraries give them. */
export type SignatureHeaders = Readonly<Record<(typeof SIGNATURE_HEADERS)[number], string>>

const SIGNATURE_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** Headers as they came in: any may be missing, or there twice. */
export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export type SignedRequest = {
  readonly headers: IncomingHeaders
  /** The bytes that were signed, exactly as they came. */
  readonly payload: Uint8Array
  /** Keys of the one department that the path names; none for an unknown department. */
  readonly publicKeys: readonly KeyObject[]
  readonly nowSeconds: number
}

/** Why a message is not taken as its sender's. For our log only: the sender gets one and the same 401. */
export type SignatureRefusal =
  | { readonly kind: 'header-missing'; readonly header: (typeof SIGNATURE_HEADERS)[number] }
  | { readonly kind: 'id-malformed' }
  | { readonly kind: 'timestamp-malformed' }
  | { readonly kind: 'too-old'; readonly ageSeconds: number }
  | { readonly kind: 'too-new'; readonly aheadSeconds: number }
  | { readonly kind: 'signature-malformed' }
  | { readonly kind: 'signature-wrong' }

/** The headers that go with `payload`. Throws on an id that no receiver would take: ids are ours to make. */
export function signMessage(message: Message, privateKeys: PrivateKeys): SignatureHeaders {
  const timestamp = String(message.timestampSeconds)
  if (!MESSAGE_ID.test(message.id) || !TIMESTAMP.test(timestamp))
    throw new Error(`not a message id and a time in seconds: ${message.id} ${timestamp}`)
  const content = signedContent(message.id, timestamp, message.payload)
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': privateKeys.map((key) => `v1a,${sign(null, content, key).toString('base64')}`).join(' '),
  }
}

/** Whose message it is follows from `publicKeys`: any one signature by any one of them is enough. */
export function verifyMessage(request: SignedRequest): Result<Omit<Message, 'payload'>, SignatureRefusal> {
  const headers = readHeaders(request.headers)
  if (!headers.ok) return headers
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': list } = headers.value

  if (!MESSAGE_ID.test(id)) return err({ kind: 'id-malformed' })
  if (!TIMESTAMP.test(timestamp)) return err({ kind: 'timestamp-malformed' })
  const timestampSeconds = Number(timestamp)
  const ageSeconds = request.nowSeconds - timestampSeconds
  if (ageSeconds > TOLERANCE_SECONDS) return err({ kind: 'too-old', ageSeconds })
  if (ageSeconds < -TOLERANCE_SECONDS) return err({ kind: 'too-new', aheadSeconds: -ageSeconds })

  const signatures = readSignatures(list)
  if (signatures.length === 0) return err({ kind: 'signature-malformed' })
  const content = signedContent(id, timestamp, request.payload)
  const isSigned = request.publicKeys.some((key) => signatures.some((one) => verify(null, content, key, one)))
  return isSigned ? ok({ id, timestampSeconds }) : err({ kind: 'signature-wrong' })
}

const signedContent = (id: string, timestamp: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'ascii'), payload])

function readHeaders(headers: IncomingHeaders): Result<SignatureHeaders, SignatureRefusal> {
  const found: Partial<Record<keyof SignatureHeaders, string>> = {}
  for (const header of SIGNATURE_HEADERS) {
    const value = headers[header]
    if (typeof value !== 'string' || value === '') return err({ kind: 'header-missing', header })
    found[header] = value
  }
  // Each of the three was set above, or we have returned.
  return ok(found as SignatureHeaders)
}

/** Those of the list that could be ed25519. Other schemes stand beside them and are passed over. */
function readSignatures(list: string): Buffer[] {
  const parts = list.split(' ')
  if (parts.length > MAX_SIGNATURES) return []
  return parts.flatMap((part) => {
    const bytes = part.startsWith('v1a,') ? decodeBase64(part.slice('v1a,'.length)) : undefined
    return bytes?.length === SIGNATURE_BYTES ? [bytes] : []
  })
}
