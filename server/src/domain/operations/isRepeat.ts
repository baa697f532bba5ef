import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import type { OperationHeader } from '@onetrip/shared/wire/operation'
import type { EarlierOperation } from '../../db/operations'

/** An operation as it came in: its header, and the body that the header was read from. */
export type Incoming = {
  readonly header: Pick<OperationHeader, 'caseId' | 'kind' | 'authorPostId'>
  readonly body: unknown
}

/**
 * Whether the operation that bears an earlier one's id is that one: of the same case, author and kind, with the same
 * words. Readings of clocks and the catalogue's version are not held against it: a desk composes its header anew on
 * each try.
 */
export function isRepeat(earlier: EarlierOperation, { header, body }: Incoming): boolean {
  return (
    isSameId(earlier.caseId, header.caseId) &&
    isSameId(earlier.authorPost ?? '', header.authorPostId) &&
    earlier.kind === header.kind &&
    canonicalJson(earlier.payload ?? null) === canonicalJson(payloadOf(body) ?? null)
  )
}

/** The database writes UUIDs in lower case, whatever came in. */
const isSameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

const payloadOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'payload' in body ? body.payload : undefined
