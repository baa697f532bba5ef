import type { ShallowRef } from 'vue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { readUnsentOf, type Unsent } from '../db/unsent'
import { useLiveOf, type Live } from './live'
import { useTablet } from './tablet'

/** Where a case that was handed in is: what the receipt and the queue may truthfully say. */
export type Whereabouts =
  /** The tablet's own tables have not been read yet, or cannot be. */
  | { readonly kind: 'unknown'; readonly why: 'reading' | 'failed' }
  /** The words have not left, or nobody here knows whether those of a lost step have; nor have the scans. */
  | { readonly kind: 'only-here'; readonly scans: number }
  /** The words are at the server, some scans are not: pages, and the picture of a signature, which has to travel, too. */
  | { readonly kind: 'scans-here'; readonly scans: number }
  /** The server would not have something: a person must look. */
  | { readonly kind: 'stuck' }
  | { readonly kind: 'arrived' }

/** What of these cases is only on this tablet, kept true. */
export function useUnsentOf(caseIds: () => readonly CaseId[]): Readonly<ShallowRef<Live<Unsent>>> {
  const { store } = useTablet()
  return useLiveOf(caseIds, (ids) => readUnsentOf(store, ids))
}

/** Where a case is, of those that were asked about. Until the tables were read, nothing is said to have arrived. */
export const whereaboutsIn = (unsent: Live<Unsent>, caseId: CaseId): Whereabouts =>
  unsent.kind === 'ready' ? whereaboutsOf(caseId, unsent.value) : { kind: 'unknown', why: unsent.kind }

function whereaboutsOf(caseId: CaseId, { entries, uploads, lost }: Unsent): Whereabouts {
  const words = entries.filter((entry) => entry.caseId === caseId)
  const scans = uploads.filter((upload) => upload.caseId === caseId)
  const copies = lost.filter((step) => step.caseId === caseId)
  const isStuck =
    words.some(({ state }) => state.kind === 'parked') ||
    scans.some(({ state }) => state.kind === 'blocked') ||
    copies.some(({ state }) => state.kind === 'not-taken')
  if (isStuck) return { kind: 'stuck' }
  if (words.length + copies.length > 0) return { kind: 'only-here', scans: scans.length }
  return scans.length > 0 ? { kind: 'scans-here', scans: scans.length } : { kind: 'arrived' }
}
