import type { FieldValue } from '../catalogue/condition'
import type { ItemCode, ItemRef } from '../catalogue/serviceItem'
import type { CaseId, ScanId, TaskId } from '../lib/ids'
import type { Instant } from '../lib/time'
import type { Capacity, CaseContent, DeliveryChoice, MaterialEntry, SecondFact, Signature } from './content'
import type { Correction } from './correction'
import type { Party } from './party'

/** The steps of an intake, in order. Any can be gone back to; none asks twice. */
export const INTAKE_STEPS = ['item', 'applicant', 'form', 'materials', 'delivery', 'check'] as const
export type IntakeStep = (typeof INTAKE_STEPS)[number]

/** What the department asked for, one entry for each task that asks. */
export type OpenCorrection = { readonly taskId: TaskId; readonly itemCode: ItemCode; readonly correction: Correction }

/**
 * An application on the tablet, from the first touch on; saved as it is made. Everything may still be
 * absent. `receipt` is set once it is handed in; `correcting` while an answer to a correction is written.
 */
export type IntakeDraft = {
  readonly caseId: CaseId
  readonly startedAt: Instant
  readonly step: IntakeStep
  readonly items: readonly ItemRef[]
  readonly theme?: { readonly themeCode: string; readonly version: number }
  readonly capacity?: Capacity
  readonly parties: readonly Party[]
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly materials: readonly MaterialEntry[]
  readonly delivery?: DeliveryChoice
  readonly secondFact?: { readonly kind: SecondFact['kind']; readonly value: string }
  readonly notice?: CaseContent['notice']
  readonly signature?: Signature
  readonly receipt?: {
    readonly receiptNumber: string
    readonly queryCode: string
    readonly collectedAt: Instant
    /** When an answer to a correction was last handed in. */
    readonly correctedAt?: Instant
  }
  readonly correcting?: {
    readonly baseRevision: number
    readonly corrections: readonly OpenCorrection[]
    /** What the answer began with; absent where nobody knows any more. */
    readonly before?: Answerable
  }
  /** What the answer that was last handed in began with: one that takes its place is held against the same. */
  readonly answeredFrom?: Answerable
  /**
   * What the content says more than an older app knows, under the names that it has there: so that one which finds the
   * application on its tablet hands it on. Whoever adds a field to `CaseContent` keeps it here. [CASE-R21]
   */
  readonly more?: Readonly<Record<string, unknown>>
  /** Pages that were taken over from what the server has: they may not be on this tablet, and are never sent from it. */
  readonly fromServer?: readonly ScanId[]
}

/** The parts of an application that an answer to a correction may change; an older app kept neither delivery nor capacity. */
export type Answerable = Pick<IntakeDraft, 'parties' | 'fields' | 'materials' | 'delivery' | 'capacity'>
