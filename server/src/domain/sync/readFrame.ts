import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Sha256Hex } from '../case/chainEvents'
import { parseOperation } from '../operations/parseOperation'
import type { Submission } from '../operations/submission'

/**
 * Opens a frame. What is no operation, or another one than the frame says, is refused at once and not logged:
 * there is nothing that a log could keep under its name.
 */
export function readFrame({ body, ...header }: Frame, sha256Hex: Sha256Hex): Result<Submission, OperationOutcome> {
  const refuse = (where: string) => {
    const refusal: CaseRefusal = { kind: 'malformed', where }
    return err<OperationOutcome>({ status: 'refused', opId: header.opId, refusal })
  }
  const json = parseJson(body)
  if (!json) return refuse('')
  const parsed = parseOperation(json.value)
  if (parsed.status === 'unreadable') return refuse('')
  const inside = parsed.status === 'readable' ? parsed.op : parsed.header
  if (inside.opId !== header.opId) return refuse('opId')
  if (inside.caseId !== header.caseId) return refuse('caseId')
  const { deviceId, deviceSeq } = header
  return ok({ parsed, body: json.value, deviceId, deviceSeq, bodySha256: sha256Hex(body) })
}

function parseJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return undefined
  }
}
