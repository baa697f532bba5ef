import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { assertNever, err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { StoredDevice } from '../../db/devices'
import type { House } from '../house'
import { parseOperation } from '../operations/parseOperation'
import type { Submission } from '../operations/submission'

export type FrameReader = Pick<House, 'districtId' | 'envelopes' | 'sha256Hex'>

/**
 * Opens a frame. What is no operation, or another one than the frame says, is refused at once and not logged:
 * there is nothing that a log could keep under its name.
 */
export async function readFrame(
  house: FrameReader,
  { body, ...header }: Frame,
  device: StoredDevice,
): Promise<Result<Submission, OperationOutcome>> {
  const refuse = (where: string) => {
    const refusal: CaseRefusal = { kind: 'malformed', where }
    return err<OperationOutcome>({ status: 'refused', opId: header.opId, refusal })
  }
  const words = await openBody(house, { ...header, body }, device)
  if (!words.ok) {
    if (words.error === 'not-now') return err({ status: 'unsupported', opId: header.opId })
    return refuse(words.error)
  }
  const json = parseJson(words.value)
  if (!json) return refuse('')
  const parsed = parseOperation(json.value)
  if (parsed.status === 'unreadable') return refuse('')
  const inside = parsed.status === 'readable' ? parsed.op : parsed.header
  if (inside.opId !== header.opId) return refuse('opId')
  if (inside.caseId !== header.caseId) return refuse('caseId')
  const { deviceId, deviceSeq } = header
  return ok({ parsed, body: json.value, deviceId, deviceSeq, bodySha256: house.sha256Hex(body) })
}

/**
 * `not-now`: nobody's fault that a person could mend here. The tablet keeps it, and seals it anew once it knows our
 * keys, or we its own. A device that has a key sends nothing open: nobody else could be kept from it.
 */
async function openBody(
  { districtId, envelopes }: FrameReader,
  { alg, keyId, deviceId, caseId, opId, body }: Frame,
  { signingKey }: StoredDevice,
): Promise<Result<Uint8Array, 'not-now' | 'signature' | 'envelope'>> {
  if (alg === 'clear') return signingKey ? err('not-now') : ok(body)
  if (!signingKey) return err('not-now')
  const opened = await envelopes.openOperation({ districtId, deviceId, caseId, opId, keyId }, body, signingKey)
  if (opened.ok) return opened
  switch (opened.error) {
    case 'unknown-key':
      return err('not-now')
    case 'wrong-signature':
      return err('signature')
    case 'damaged':
      return err('envelope')
    default:
      return assertNever(opened.error)
  }
}

function parseJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return undefined
  }
}
