import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { Operation, OperationHeader } from '@onetrip/shared/wire/operation'

/** What can be known of the bytes of an operation before any rule is asked. */
export type ParsedOperation =
  | { readonly status: 'readable'; readonly op: Operation }
  | { readonly status: 'refused'; readonly header: OperationHeader; readonly refusal: CaseRefusal }
  /** A kind, a version or a field that this server does not know: the tablet keeps it and tries again later. */
  | { readonly status: 'unsupported'; readonly header: OperationHeader }
  /** Not even a header: no operation at all. */
  | { readonly status: 'unreadable' }

/**
 * An operation of any age: an unknown kind or version is kept apart from a payload that breaks its shape. One that says
 * more than is known here is of a newer app: applied, what it says more would be lost for good. [SYNC-R23]
 */
export function parseOperation(body: unknown): ParsedOperation {
  const operation = Operation.safeParse(body)
  if (operation.success) {
    const op = operation.data
    return saysMore(body, op) ? { status: 'unsupported', header: op } : { status: 'readable', op }
  }
  const header = OperationHeader.safeParse(body)
  if (!header.success) return { status: 'unreadable' }
  if (header.data.v !== 1 || !KNOWN_KINDS.has(header.data.kind)) return { status: 'unsupported', header: header.data }
  const where = operation.error.issues[0]?.path.join('.') ?? ''
  return { status: 'refused', header: header.data, refusal: { kind: 'malformed', where } }
}

const KNOWN_KINDS: ReadonlySet<string> = new Set(
  Operation.def.options.flatMap((option) => option.shape.kind.def.values),
)

/** Whether anything was said that was not read. */
function saysMore(said: unknown, read: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false
  if (typeof read !== 'object' || read === null) return true
  const readByKey = new Map<string, unknown>(Object.entries(read))
  return Object.entries(said).some(([key, value]) => !readByKey.has(key) || saysMore(value, readByKey.get(key)))
}
