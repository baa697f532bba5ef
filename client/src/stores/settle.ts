import type { ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, UploadId } from '@onetrip/shared/lib/ids'
import { keepUnknown } from '@onetrip/shared/lib/keepUnknown'
import type { Result } from '@onetrip/shared/lib/result'
import { Operation, type CaseSettle } from '@onetrip/shared/wire/operation'
import { recordStep, type Overtaken } from '../db/commands'
import type { OutboxEntry } from '../db/outboxEntry'
import { composeOperation } from './composeOperation'
import type { Tablet } from './tablet'

/** What the server would not have, as it was sent. */
export type ParkedOperation = { readonly entry: OutboxEntry; readonly operation: Operation }

/**
 * The operation in an outbox entry, with all that it says; undefined when it is of a kind that only a newer app knows, or
 * cannot be opened.
 */
export function readOperation({ words }: Pick<OutboxEntry, 'words'>): Operation | undefined {
  if (words === undefined) return undefined
  const raw: unknown = JSON.parse(words)
  const parsed = Operation.safeParse(raw)
  return parsed.success ? keepUnknown(parsed.data, raw) : undefined
}

type Settling = { readonly parked: ParkedOperation; readonly how: CaseSettle['payload']['how'] }

/** The word that ends what was not applied: given up with a reason, or something else in its place. [CASE-R10] */
export const composeSettle = (tablet: Tablet, catalogue: Catalogue, { parked, how }: Settling): Promise<Operation> =>
  composeOperation(tablet, catalogue, {
    opId: OpId.parse(tablet.newId()),
    caseId: parked.entry.caseId,
    kind: 'case.settle',
    baseRevision: parked.operation.baseRevision,
    payload: { settles: parked.entry.opId, how },
  })

type Recorded = {
  readonly draft?: IntakeDraft
  readonly parked: ParkedOperation
  readonly operations: readonly Operation[]
  readonly scans: readonly ScanRef[]
}

/**
 * Records how a parked operation ends, and what goes in its place. Pages belong to the last operation: the words that
 * name them. What is parked was handed in.
 */
export function recordSettled(
  tablet: Tablet,
  { draft, parked, operations, scans }: Recorded,
): Promise<Result<undefined, Overtaken>> {
  const encoder = new TextEncoder()
  const namedBy = operations.at(-1)?.opId
  return recordStep(tablet.store, {
    caseId: parked.entry.caseId,
    from: 'handed-in',
    ...(draft && { draft }),
    newScans: [],
    operations: operations.map((operation) => ({
      opId: operation.opId,
      body: encoder.encode(JSON.stringify(operation)),
    })),
    uploads: namedBy ? scans.map((ref) => ({ ref, opId: namedBy, uploadId: UploadId.parse(tablet.newId()) })) : [],
    settles: [parked.entry.opId],
    atMs: tablet.nowMs(),
  })
}
