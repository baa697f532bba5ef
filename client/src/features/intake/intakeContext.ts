import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { IntakeDraft, IntakeStep } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { IntakeForm } from '@onetrip/shared/catalogue/intakeForm'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { PlainDate } from '@onetrip/shared/lib/time'
import type { OutboxEntry } from '../../db/outboxEntry'
import type { Alter } from '../../stores/intakeWork'
import type { AskedPoint } from './askedPoints'
import type { Issue } from './issues'

/** What every step of one intake looks at. */
export type IntakeContext = {
  readonly draft: ComputedRef<IntakeDraft>
  readonly catalogue: ComputedRef<Catalogue>
  readonly today: ComputedRef<PlainDate>
  readonly items: ComputedRef<readonly ServiceItem[]>
  readonly form: ComputedRef<IntakeForm>
  /** What the server would not have of this application, if anything. */
  readonly parked: ComputedRef<OutboxEntry | undefined>
  readonly issues: ComputedRef<readonly Issue[]>
  /** What departments ask to have mended; empty unless a correction is being answered. */
  readonly asked: ComputedRef<readonly AskedPoint[]>
  /** The sentence to show at a part; undefined while there is nothing to say yet. */
  readonly errorAt: (anchor: string) => string | undefined
  /** What a department asks to have mended at a part. */
  readonly askedAt: (anchor: string) => string | undefined
  readonly goTo: (step: IntakeStep, anchor?: string) => void
  /** Lays a change on this application, and saves it; nothing happens while it is being handed in. */
  readonly change: (alter: Alter) => void
}

export const INTAKE: InjectionKey<IntakeContext> = Symbol('intake')

export function useIntake(): IntakeContext {
  const context = inject(INTAKE)
  if (!context) throw new Error('no intake: IntakePage provides it')
  return context
}
