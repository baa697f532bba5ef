import { groupBy } from '@onetrip/shared/lib/groupBy'
import { forgetKeptSearch, readKeptSearch, writeKeptSearch } from '../db/keptSearch'
import type { LocalStore } from '../db/localStore'
import type { CaseIndex } from '../search/caseIndex'
import { packCases, pageOf, unpackCases } from '../search/packedCases'
import type { SearchedCase } from '../search/searchedCase'

/** Fewer are read whole as soon as a copy of them would be. */
const KEPT_FROM = 1000

export type KeptIndex = {
  /** What was kept, page by page. None where it cannot be read: it is a copy. */
  readonly read: () => Promise<readonly SearchedCase[][]>
  /** Keeps all that there is, where it differs from what was read or kept before; of few, nothing stays kept. */
  readonly keep: (cases: readonly SearchedCase[]) => Promise<void>
  /** The index as it is changed, so that it is known which pages are. */
  readonly watched: Pick<CaseIndex, 'put' | 'remove'>
  /** What was changed up to now is what was read. */
  readonly settle: () => void
}

/** A sealed copy of what a search knows: with it, the first result does not wait for ten thousand cases to be read. */
export function createKeptIndex(
  store: Pick<LocalStore, 'db' | 'codec'>,
  { put, remove }: Pick<CaseIndex, 'put' | 'remove'>,
): KeptIndex {
  const changed = new Set<number>()
  return {
    watched: {
      put: (one) => {
        if (isKept(one)) changed.add(pageOf(one.caseId))
        put(one)
      },
      remove: (caseId) => {
        changed.add(pageOf(caseId))
        remove(caseId)
      },
    },
    settle: () => changed.clear(),
    read: async () => {
      const pages = await readKeptSearch(store).catch(() => new Map<number, unknown>())
      return [...pages.values()].map(unpackCases)
    },
    keep: async (cases) => {
      if (cases.length < KEPT_FROM) return forgetKeptSearch(store)
      if (changed.size === 0) return undefined
      const byPage = groupBy(cases.filter(isKept), ({ caseId }) => pageOf(caseId))
      const pages = [...changed].map((page) => [page, packCases(byPage.get(page) ?? [])] as const)
      changed.clear()
      return writeKeptSearch(store, new Map(pages))
    },
  }
}

/** What is still being written is few, changes all the time, and is read at once. */
const isKept = ({ receiptNumber }: SearchedCase): boolean => receiptNumber !== ''
