import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { Result } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Overtaken } from '../db/commands'
import { isNewerStoreError } from '../db/newerStore'
import { isQuotaError } from '../db/quota'
import type { NewScan } from '../db/toRecords'

/**
 * Whether what is on the screen is on the disk. `quota`: the tablet is full. `newer`: a newer app has taken the store
 * over, and this page can write to it no more. What was typed stays in memory.
 */
export type SaveState =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: Instant }
  | { readonly kind: 'failed'; readonly why: NotSaved }

type NotSaved = 'quota' | 'newer' | 'other'

/** The application as it is to lie on the disk, and which pages come or go with it. */
export type Save = {
  readonly draft: IntakeDraft
  readonly added: readonly NewScan[]
  readonly removed: readonly ScanId[]
}

export type SaveQueueDeps = {
  /** Rejects when the disk would not take it. */
  readonly write: (save: Save) => Promise<Result<undefined, Overtaken>>
  /** Nothing of the application is left to write: it lies on the disk, or another tab has written it since. */
  readonly done: (caseId: CaseId, result: Result<undefined, Overtaken>) => void
  readonly clock: () => Instant
  readonly tell: (state: SaveState) => void
  /** Calls back after the pause before another try; returns how to call it off. */
  readonly later: (tryAgain: () => void) => () => void
}

export type SaveQueue = {
  /** Saves soon. Only the last of several changes is written; pages add up until they are. */
  readonly put: (save: Save) => void
  readonly retry: () => void
  /** The newest of an application that is not on the disk yet. */
  readonly findUnwritten: (caseId: CaseId) => IntakeDraft | undefined
  /** Writes nothing more of an application. Resolves when no write of it is under way. */
  readonly drop: (caseId: CaseId) => Promise<void>
  /** Resolves when nothing is left to write; false when it could not be written. */
  readonly settled: () => Promise<boolean>
}

type Queue = {
  readonly waiting: Map<CaseId, Save>
  writing: Save | undefined
  running: Promise<boolean> | undefined
  callOff: () => void
}

/** One write at a time, of each application the newest. What could not be written stays in memory and is tried again. */
export function createSaveQueue({ write, done, clock, tell, later }: SaveQueueDeps): SaveQueue {
  const queue: Queue = { waiting: new Map(), writing: undefined, running: undefined, callOff: () => undefined }

  async function drain(): Promise<boolean> {
    for (const [caseId, save] of queue.waiting) {
      queue.waiting.delete(caseId)
      queue.writing = save
      tell({ kind: 'saving' })
      try {
        const result = await write(save)
        queue.writing = undefined
        if (!queue.waiting.has(caseId)) done(caseId, result)
      } catch (error) {
        queue.writing = undefined
        queue.waiting.set(caseId, joinSaves(save, queue.waiting.get(caseId)))
        tell({ kind: 'failed', why: whyOf(error) })
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

  async function settled(): Promise<boolean> {
    while (queue.running) if (!(await queue.running)) return false
    return queue.waiting.size === 0
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
    settled,
    findUnwritten: (caseId) =>
      queue.waiting.get(caseId)?.draft ?? (queue.writing?.draft.caseId === caseId ? queue.writing.draft : undefined),
    drop: async (caseId) => {
      queue.waiting.delete(caseId)
      await queue.running
      // A write that failed meanwhile had put it back.
      queue.waiting.delete(caseId)
      run()
    },
  }
}

function whyOf(error: unknown): NotSaved {
  if (isQuotaError(error)) return 'quota'
  return isNewerStoreError(error) ? 'newer' : 'other'
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
