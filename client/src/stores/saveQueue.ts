import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { saveDraft, saveDraftWithoutScans, saveDraftWithScans, type LocalStore, type NewScan } from '../db/commands'

/** Whether what is on the screen is on the disk. `quota`: the tablet is full; what was typed stays in memory. */
export type SaveState =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: Instant }
  | { readonly kind: 'failed'; readonly why: 'quota' | 'other' }

/** The application as it is to lie on the disk, and which pages come or go with it. */
export type Save = {
  readonly draft: IntakeDraft
  readonly added: readonly NewScan[]
  readonly removed: readonly ScanId[]
}

export type SaveQueueDeps = {
  readonly write: (save: Save) => Promise<void>
  readonly clock: () => Instant
  readonly tell: (state: SaveState) => void
  /** Calls back after the pause before another try; returns how to call it off. */
  readonly later: (tryAgain: () => void) => () => void
}

export type SaveQueue = {
  /** Saves soon. Only the last of several changes is written; pages add up until they are. */
  readonly put: (save: Save) => void
  readonly retry: () => void
  /** Resolves when nothing is left to write; false when it could not be written. */
  readonly settled: () => Promise<boolean>
}

type Queue = { readonly waiting: Map<CaseId, Save>; running: Promise<boolean> | undefined; callOff: () => void }

/** One write at a time, of each application the newest. What could not be written stays in memory and is tried again. */
export function createSaveQueue({ write, clock, tell, later }: SaveQueueDeps): SaveQueue {
  const queue: Queue = { waiting: new Map(), running: undefined, callOff: () => undefined }

  async function drain(): Promise<boolean> {
    for (const [caseId, save] of queue.waiting) {
      queue.waiting.delete(caseId)
      tell({ kind: 'saving' })
      try {
        await write(save)
      } catch (error) {
        queue.waiting.set(caseId, joinSaves(save, queue.waiting.get(caseId)))
        tell({ kind: 'failed', why: isQuota(error) ? 'quota' : 'other' })
        queue.callOff = later(run)
        return false
      }
    }
    tell({ kind: 'saved', at: clock() })
    return true
  }

  function run(): void {
    queue.callOff()
    queue.running ??= drain().then((isWritten) => {
      queue.running = undefined
      if (isWritten && queue.waiting.size > 0) run()
      return isWritten
    })
  }

  return {
    put: (save) => {
      const { caseId } = save.draft
      const earlier = queue.waiting.get(caseId)
      queue.waiting.set(caseId, earlier ? joinSaves(earlier, save) : save)
      run()
    },
    retry: () => {
      if (queue.waiting.size > 0) run()
    },
    settled: async () => {
      while (queue.running) if (!(await queue.running)) return false
      return queue.waiting.size === 0
    },
  }
}

/** Writes a save: pages that come in the transaction of the words that name them, pages that go after it. */
export async function writeSave(store: LocalStore, { draft, added, removed }: Save): Promise<void> {
  if (added.length > 0) await saveDraftWithScans(store, draft, added)
  if (removed.length > 0) await saveDraftWithoutScans(store, draft, removed)
  if (added.length + removed.length === 0) await saveDraft(store, draft)
}

/** A page that came and went before it was written is not written; one that came back is not deleted. */
function joinSaves(earlier: Save, later: Save | undefined): Save {
  if (!later) return earlier
  const gone = new Set<ScanId>(later.removed)
  const back = new Set(later.added.map(({ ref }) => ref.scanId))
  return {
    draft: later.draft,
    added: [...earlier.added.filter(({ ref }) => !gone.has(ref.scanId)), ...later.added],
    removed: [...new Set([...earlier.removed, ...later.removed])].filter((scanId) => !back.has(scanId)),
  }
}

/** Dexie wraps the browser's error in its own. */
function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || ('inner' in error && isQuota(error.inner))
}
