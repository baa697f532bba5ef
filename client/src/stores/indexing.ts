import type { CaseIndex } from '../search/caseIndex'
import type { SearchedCase } from '../search/searchedCase'
import { toSearched, type CaseSources } from './searchedCases'

/** What is to be found just now. */
export type ToIndex = {
  readonly sourcesById: ReadonlyMap<string, CaseSources>
  readonly titleOf: (sources: CaseSources) => string
  /** There is nothing else: a case that is not among these is none. */
  readonly isAll: boolean
}

export type Indexing = {
  /** Puts in what was kept of these cases, until it is known how they are. */
  readonly lay: (kept: readonly SearchedCase[]) => void
  /** Begins to make the index hold this; a later call takes the place of one that is not done. */
  readonly bring: (to: ToIndex) => void
  readonly cases: () => SearchedCase[]
  readonly stop: () => void
}

type IndexingParts = {
  readonly index: Pick<CaseIndex, 'put' | 'remove'>
  /** Lets the page do whatever else it has to do. */
  readonly pause: () => Promise<void>
  /** After each slice. `held`: what the index now holds all of; undefined in between. */
  readonly tell: (held: ToIndex | undefined) => void
}

type Held = { readonly one: SearchedCase; readonly sources: CaseSources | undefined }

/** So many cases without a pause: a few milliseconds, on a slow tablet a frame or two. */
const SLICE = 1000

/** Keeps an index up to date in slices. Only what changed is put in anew. */
export function createIndexing({ index, pause, tell }: IndexingParts): Indexing {
  const held = new Map<string, Held>()
  const state: { asked: ToIndex | undefined; done: ToIndex | undefined; isRunning: boolean } = {
    asked: undefined,
    done: undefined,
    isRunning: false,
  }

  async function run(): Promise<void> {
    state.isRunning = true
    while (state.asked && state.asked !== state.done) {
      const to = state.asked
      if (await bringAll(to)) state.done = to
    }
    state.isRunning = false
  }

  /** False when something else was asked for meanwhile. */
  async function bringAll(to: ToIndex): Promise<boolean> {
    const isRenamed = to.titleOf !== state.done?.titleOf
    const todo = [...to.sourcesById].filter(([id, sources]) => isRenamed || !isSame(held.get(id)?.sources, sources))
    if (to.isAll) for (const caseId of held.keys()) if (!to.sourcesById.has(caseId)) drop(caseId)
    for (let from = 0; from < todo.length; from += SLICE) {
      if (from > 0) await pause()
      if (state.asked !== to) return false
      for (const [caseId, sources] of todo.slice(from, from + SLICE))
        put({ one: toSearched(caseId, sources, to.titleOf(sources)), sources })
      tell(from + SLICE >= todo.length ? to : undefined)
    }
    if (todo.length === 0) tell(to)
    return true
  }

  /** Most changes of a case are of its way, and nothing that it is found by. */
  function put(next: Held): void {
    const { one } = next
    const before = held.get(one.caseId)
    if (!before || !isSameCase(before.one, one)) index.put(one)
    held.set(one.caseId, next)
  }
  function drop(caseId: string): void {
    index.remove(caseId)
    held.delete(caseId)
  }

  return {
    lay: (kept) => {
      for (const one of kept) put({ one, sources: undefined })
      tell(undefined)
    },
    bring: (to) => {
      state.asked = to
      if (!state.isRunning) void run()
    },
    cases: () => [...held.values()].map(({ one }) => one),
    stop: () => {
      state.asked = undefined
      held.clear()
    },
  }
}

const isSame = (a: CaseSources | undefined, b: CaseSources): boolean =>
  a !== undefined && a.row === b.row && a.draft === b.draft

const isSameCase = (a: SearchedCase, b: SearchedCase): boolean =>
  a.at === b.at &&
  a.receiptNumber === b.receiptNumber &&
  a.title === b.title &&
  a.people.length === b.people.length &&
  a.people.every(({ name, idNumber, mobile }, nth) => {
    const other = b.people[nth]
    return other?.name === name && other.idNumber === idNumber && other.mobile === mobile
  })
