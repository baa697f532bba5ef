import { shallowRef, type ShallowRef } from 'vue'
import type { Result } from '@onetrip/shared/lib/result'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { useIntakeStore } from '../../stores/intake'
import { handIn, handInCorrection, type HandInRefusal } from '../../stores/operations'
import { handInAgain, readOperation, readSentScans } from '../../stores/settle'
import { useSyncStore } from '../../stores/sync'
import { useTablet } from '../../stores/tablet'
import { useIntake } from './intakeContext'

/** `not-saved`: a change is in memory only. `failed`: the tablet's store would not take the step. */
export type HandInState = 'idle' | 'pending' | 'not-saved' | 'failed'

/** Hands the application in: for the first time, as an answer to a correction, or mended in place of a parked one. */
export function useHandIn(): {
  readonly state: Readonly<ShallowRef<HandInState>>
  readonly send: (insisted: boolean) => Promise<void>
} {
  const tablet = useTablet()
  const store = useIntakeStore()
  const sync = useSyncStore()
  const { draft, catalogue, parked } = useIntake()
  const state = shallowRef<HandInState>('idle')

  async function step(insisted: boolean): Promise<Result<IntakeDraft, HandInRefusal>> {
    const entry = parked.value
    const operation = entry && readOperation(entry)
    const current = { draft: draft.value, insisted }
    if (entry && operation) return handInAgain(tablet, catalogue.value, { ...current, parked: { entry, operation } })
    if (!draft.value.correcting) return handIn(tablet, catalogue.value, current)
    const sent = await readSentScans(tablet, draft.value.caseId)
    return handInCorrection(tablet, catalogue.value, { ...current, sent })
  }

  async function send(insisted: boolean): Promise<void> {
    if (state.value === 'pending') return
    state.value = 'pending'
    if (!(await store.settled())) {
      state.value = 'not-saved'
      return
    }
    try {
      const handed = await step(insisted)
      // A refusal is on the screen already: the check beside the button is the same code.
      state.value = 'idle'
      if (!handed.ok) return
      store.adopt(handed.value)
      sync.syncNow()
    } catch {
      state.value = 'failed'
    }
  }

  return { state, send }
}
