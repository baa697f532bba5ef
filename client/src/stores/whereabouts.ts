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
  /** Nothing is left here, and neither the server nor its signature tells of it. */
  | { readonly kind: 'unproven' }
  | { readonly kind: 'arrived' }

/** What of these cases is only on this tablet, kept true. */
export function useUnsentOf(caseIds: () => readonly CaseId[]): Readonly<ShallowRef<Live<Unsent>>> {
  const { store } = useTablet()
  return useLiveOf(caseIds, (ids) => readUnsentOf(store, ids))
}

/**
 * Where a case is, of those that were asked about. Until the tables were read, nothing is said to have arrived, and after
 * that only what the server has told of (`isTold`), or has signed for.
 */
export function whereaboutsIn(
  unsent: Live<Unsent>,
  { caseId, isTold }: { readonly caseId: CaseId; readonly isTold: boolean },
): Whereabouts {
  if (unsent.kind !== 'ready') return { kind: 'unknown', why: unsent.kind }
  const where = whereaboutsOf(caseId, unsent.value)
  const isProven = isTold || unsent.value.taken.has(caseId)
  return where.kind === 'arrived' && !isProven ? { kind: 'unproven' } : where
}

function whereaboutsOf(caseId: CaseId, { entries, uploads, lost }: Unsent): Whereabouts {
  const ofCase = (one: { readonly caseId?: CaseId }): boolean => one.caseId === caseId
  const [words, copies] = [entries.filter(ofCase), lost.filter(ofCase)]
  const scans = uploads.filter(ofCase)
  const isStuck =
    words.some(({ state }) => state.kind === 'parked') ||
    scans.some(({ state }) => state.kind === 'blocked') ||
    copies.some(({ state }) => state.kind === 'not-taken')
  if (isStuck) return { kind: 'stuck' }
  // The words of a page that goes without an operation are at the server.
  const lostWords = copies.filter(({ opId }) => opId !== undefined)
  if (words.length + lostWords.length > 0) return { kind: 'only-here', scans: scans.length }
  const count = scans.length + copies.length
  return count > 0 ? { kind: 'scans-here', scans: count } : { kind: 'arrived' }
}
