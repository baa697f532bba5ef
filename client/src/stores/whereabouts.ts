import type { CaseId } from '@onetrip/shared/lib/ids'
import type { OutboxEntry, UploadEntry } from '../db/outboxEntry'

/** Where a case that was handed in is: what the receipt and the queue may truthfully say. */
export type Whereabouts =
  /** The words have not left; nor have the scans. */
  | { readonly kind: 'only-here'; readonly scans: number }
  /** The words are at the server, some scans are not. */
  | { readonly kind: 'scans-here'; readonly scans: number }
  /** The server would not have something: a person must look. */
  | { readonly kind: 'stuck' }
  | { readonly kind: 'arrived' }

export function whereaboutsOf(
  caseId: CaseId,
  { entries, uploads }: { readonly entries: readonly OutboxEntry[]; readonly uploads: readonly UploadEntry[] },
): Whereabouts {
  const words = entries.filter((entry) => entry.caseId === caseId)
  const scans = uploads.filter((upload) => upload.caseId === caseId)
  if (words.some((entry) => entry.state.kind === 'parked') || scans.some((scan) => scan.state.kind === 'blocked'))
    return { kind: 'stuck' }
  if (words.length > 0) return { kind: 'only-here', scans: scans.length }
  return scans.length > 0 ? { kind: 'scans-here', scans: scans.length } : { kind: 'arrived' }
}
