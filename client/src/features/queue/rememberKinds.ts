import type { OperationKind } from '@onetrip/shared/wire/operation'
import type { OutboxEntry } from '../../db/outboxEntry'
import { readOperation } from '../../stores/settle'

/**
 * What kind an operation is, read from it once: an operation is never changed, and each piece of a scan that is
 * sent draws the queue anew. Undefined when a newer app wrote it.
 */
export function rememberKinds(): (entry: OutboxEntry) => OperationKind | undefined {
  const kinds = new Map<string, OperationKind | undefined>()
  return (entry) => {
    if (!kinds.has(entry.opId)) kinds.set(entry.opId, readOperation(entry)?.kind)
    return kinds.get(entry.opId)
  }
}
