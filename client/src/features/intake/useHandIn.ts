import { shallowRef, type ShallowRef } from 'vue'
import type { Result } from '@onetrip/shared/lib/result'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { useIntakeStore } from '../../stores/intake'
import type { NotBegun } from '../../stores/intakeSteps'
import { handIn, handInCorrection, readSentScans } from '../../stores/handIn'
import { handInAgain } from '../../stores/handInAgain'
import type { HandInRefusal } from '../../stores/prepareContent'
import { readOperation } from '../../stores/settle'
import { useSyncStore } from '../../stores/sync'
import { useTablet } from '../../stores/tablet'
import { useIntake } from './intakeContext'

/** Why a press on hand-in handed nothing in. `failed`: the tablet's store would not take the step. */
export type NotHandedIn = HandInRefusal | NotBegun | { readonly kind: 'failed' }

export type HandInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'not-handed-in'; readonly because: NotHandedIn }

/** Hands the application in: for the first time, as an answer to a correction, or mended in place of a parked one. */
export function useHandIn(): {
  readonly state: Readonly<ShallowRef<HandInState>>
  readonly send: (insisted: boolean) => Promise<void>
} {
  const tablet = useTablet()
  const store = useIntakeStore()
  const sync = useSyncStore()
  const { draft, catalogue, parked } = useIntake()
  const state = shallowRef<HandInState>({ kind: 'idle' })

  async function step(current: {
    readonly draft: IntakeDraft
    readonly insisted: boolean
  }): Promise<Result<IntakeDraft, HandInRefusal>> {
    const entry = parked.value
    const operation = entry && readOperation(entry)
    if (entry && operation) return handInAgain(tablet, catalogue.value, { ...current, parked: { entry, operation } })
    if (!current.draft.correcting) return handIn(tablet, catalogue.value, current)
    const sent = await readSentScans(tablet, current.draft.caseId)
    return handInCorrection(tablet, catalogue.value, { ...current, sent })
  }

  async function send(insisted: boolean): Promise<void> {
    if (state.value.kind === 'pending') return
    state.value = { kind: 'pending' }
    try {
      const handed = await store.takeStep(draft.value.caseId, (saved) => step({ draft: saved, insisted }))
      state.value = handed.ok ? { kind: 'idle' } : { kind: 'not-handed-in', because: handed.error }
      if (handed.ok) sync.syncNow()
    } catch {
      state.value = { kind: 'not-handed-in', because: { kind: 'failed' } }
    }
  }

  return { state, send }
}
