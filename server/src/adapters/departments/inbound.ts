import { createHash } from 'node:crypto'
import { type DepartmentEventReading, readDepartmentEvent } from '@onetrip/shared/department/message'
import { ok, type Result } from '@onetrip/shared/lib/result'
import { type SignatureRefusal, type SignedRequest, verifyMessage } from './signature'

/** A message that is truly the department's. `sha256` (hex) of what was signed tells a repeat from a reused id. */
export type AuthenticMessage = { readonly messageId: string; readonly sha256: string }

export type AuthenticEvent = AuthenticMessage & { readonly reading: DepartmentEventReading }

type Inbound = Omit<SignedRequest, 'payload'>

/** Opens what a department posted. Nothing of `body` is looked at before the signature over it holds. */
export function receiveEvent(
  request: Inbound & { readonly body: Uint8Array },
): Result<AuthenticEvent, SignatureRefusal> {
  const message = authenticate(request, request.body)
  if (!message.ok) return message
  // An empty text is no JSON either: both are told apart from an event in one place.
  return ok({ ...message.value, reading: readDepartmentEvent(decodeUtf8(request.body) ?? '') })
}

/** Opens a department's signed GET. `path` as it stood in the request line. */
export const receivePull = (request: Inbound & { readonly path: string }): Result<AuthenticMessage, SignatureRefusal> =>
  authenticate(request, pullPayload(request.path))

/** What a GET signs in place of a body. Source: docs/spec/department.md [DEPT-R11]. */
export const pullPayload = (path: string): Uint8Array => Buffer.from(`GET\n${path}\n`, 'utf8')

function authenticate(request: Inbound, payload: Uint8Array): Result<AuthenticMessage, SignatureRefusal> {
  const { headers, publicKeys, nowSeconds } = request
  const message = verifyMessage({ headers, publicKeys, nowSeconds, payload })
  if (!message.ok) return message
  return ok({ messageId: message.value.id, sha256: createHash('sha256').update(payload).digest('hex') })
}

/** Undefined for bytes that are no UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
