import type { CaseId } from '@onetrip/shared/lib/ids'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { createFeedReader, type FeedRead } from './feedReader'
import type { LocalStore } from './localStore'
import { compareNewest, readNewest } from './newestCases'

/** Cases of a feed. `unreadable`: pages and rows that could not be read. */
export type CaseList = {
  readonly newestFirst: readonly StationCaseRow[]
  readonly byCaseId: ReadonlyMap<CaseId, StationCaseRow>
  readonly unreadable: number
}

export type CaseReader = {
  /**
   * What a screen shows first, without reading all: at least the newest 50 of each status. Undefined where there is
   * nothing yet to tell it by, and once all were read.
   */
  readonly readNewest: () => Promise<CaseList | undefined>
  /** All cases. The same object, as long as nothing is new. */
  readonly readAll: () => Promise<CaseList>
}

export function createCaseReader(store: Pick<LocalStore, 'db' | 'codec'>, feedId: string): CaseReader {
  const readFeed = createFeedReader(store, feedId)
  const kept: { read: FeedRead | undefined; list: CaseList } = { read: undefined, list: toList([], 0) }
  return {
    readNewest: async () => {
      const rows = kept.read ? undefined : await readNewest(store, feedId)
      return rows && toList(rows, 0)
    },
    readAll: async () => {
      const read = await readFeed()
      if (read !== kept.read) {
        kept.list = listAfter(kept.list, read)
        kept.read = read
      }
      return kept.list
    },
  }
}

/** What stayed is in order already, and sorting what is nearly sorted is little more than looking at it. */
function listAfter({ newestFirst }: CaseList, { rows, unreadable }: FeedRead): CaseList {
  const now = new Set([...rows.values()].filter((row): row is StationCaseRow => row.kind === 'case'))
  const stayed = newestFirst.filter((row) => now.delete(row))
  return toList([...stayed, ...now].toSorted(compareNewest), unreadable)
}

const toList = (newestFirst: readonly StationCaseRow[], unreadable: number): CaseList => ({
  newestFirst,
  byCaseId: new Map(newestFirst.map((row) => [row.caseId, row])),
  unreadable,
})
