import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { HoldDraft, Release } from './draftHold'

/**
 * `ours`: this tab may write it. `stepping`: what is being recorded of it must not change meanwhile. `taken`: another
 * tab has it open.
 */
export type Access = 'ours' | 'stepping' | 'taken'

/** An application as this tab has it. */
export type Held = { draft: IntakeDraft; access: Exclude<Access, 'taken'>; uses: number; readonly release: Release }

/** `absent`: this tablet has no copy of it. */
export type Taken =
  | { readonly kind: 'held'; readonly held: Held }
  | { readonly kind: 'taken'; readonly draft: IntakeDraft }
  | { readonly kind: 'absent' }

export type HeldDrafts = {
  readonly find: (caseId: CaseId) => Held | undefined
  /** Reads an application and makes this tab the one that writes it. Rejects when the tablet's store does not answer. */
  readonly take: (caseId: CaseId) => Promise<Taken>
  /** One that is not on the disk yet. */
  readonly takeNew: (draft: IntakeDraft) => Promise<void>
  /** Lets it go unless somebody still needs it; ask again whenever a need ends. */
  readonly letGo: (caseId: CaseId) => void
  /** It is gone: nobody can need it. */
  readonly forget: (caseId: CaseId) => void
}

type HeldDraftsDeps = {
  readonly hold: HoldDraft
  readonly read: (caseId: CaseId) => Promise<IntakeDraft | undefined>
  readonly isNeeded: (caseId: CaseId) => boolean
}

/**
 * The applications that only this tab may write: the one on the screen, and any that still has a picture in the
 * making or a change on its way to the disk.
 */
export function createHeldDrafts({ hold, read, isNeeded }: HeldDraftsDeps): HeldDrafts {
  const heldById = new Map<CaseId, Held>()
  const taking = new Map<CaseId, Promise<Taken>>()

  async function take(caseId: CaseId): Promise<Taken> {
    const release = await hold(caseId)
    try {
      const draft = await read(caseId)
      if (draft && release) return { kind: 'held', held: keep(draft, release) }
      release?.()
      return draft ? { kind: 'taken', draft } : { kind: 'absent' }
    } catch (error) {
      release?.()
      throw error
    }
  }

  function keep(draft: IntakeDraft, release: Release): Held {
    const held: Held = { draft, access: 'ours', uses: 0, release }
    heldById.set(draft.caseId, held)
    return held
  }

  function forget(caseId: CaseId): void {
    heldById.get(caseId)?.release()
    heldById.delete(caseId)
  }

  return {
    find: (caseId) => heldById.get(caseId),
    take: async (caseId) => {
      const held = heldById.get(caseId)
      if (held) return { kind: 'held', held }
      // Whoever asks twice must not wait for themselves.
      const taken = taking.get(caseId) ?? take(caseId).finally(() => taking.delete(caseId))
      taking.set(caseId, taken)
      return taken
    },
    takeNew: async (draft) => {
      const release = await hold(draft.caseId)
      if (!release) throw new Error('another tab holds an application that was only just begun')
      keep(draft, release)
    },
    letGo: (caseId) => {
      const held = heldById.get(caseId)
      if (held && held.uses === 0 && held.access === 'ours' && !isNeeded(caseId)) forget(caseId)
    },
    forget,
  }
}
