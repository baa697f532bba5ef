import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { Result } from '@onetrip/shared/lib/result'
import type { OpId } from '@onetrip/shared/lib/ids'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredDispatch } from '../../db/caseFile'
import type { NewAnnouncement, NewDispatch, NewDocument } from '../../db/writeCaseFiles'
import type { Actor } from '../actor'
import type { Sha256Hex } from './chainEvents'

/** What a rule may know besides the case itself. Handed in, so that every rule is pure. */
export type RulingContext = {
  readonly actor: Actor
  readonly now: Instant
  /** When the tablet that this came from was registered; undefined where it came from no tablet. */
  readonly deviceSince: Instant | undefined
  /** The day it is now in the district. */
  readonly today: PlainDate
  readonly catalogue: Catalogue
  readonly newId: () => string
  readonly isReceiptNumberTaken: (receiptNumber: string) => boolean
  /** The first answer an earlier operation got. */
  readonly findOutcome: (opId: OpId) => OperationOutcome | undefined
  readonly sha256Hex: Sha256Hex
  /** True in the demo: documents bear a void seal and say so. */
  readonly isDemo: boolean
}

/** An event before it is numbered and chained. */
export type EventDraft = {
  readonly kind: EventKind
  readonly taskId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export type EventKind =
  | 'submitted'
  | 'scan-replaced'
  | 'received'
  | 'correction-required'
  | 'correction-answered'
  | 'corrected'
  | 'content-changed'
  | 'accepted'
  | 'not-accepted'
  | 'approved'
  | 'denied'
  | 'issued'
  | 'dispatch-requested'
  | 'dispatch-moved'
  | 'delivered'
  | 'refusal-served'
  | 'operation-settled'

/** What became of the case: the new file and all that follows from the step, still unwritten. */
export type Ruling = {
  readonly file: CaseFile
  readonly events: readonly EventDraft[]
  readonly documents: readonly NewDocument[]
  readonly dispatches: readonly NewDispatch[]
  readonly announcements: readonly NewAnnouncement[]
}

/** Somebody else was faster: the revision that the operation was based on is not the current one. */
export type Conflict = { readonly kind: 'conflict'; readonly serverRevision: number }

export type RulingResult = Result<Ruling & { readonly revision: number }, CaseRefusal | Conflict>

/** A ruling that changes nothing yet; steps are laid on top of it. */
export const startRuling = (file: CaseFile): Ruling => ({
  file,
  events: [],
  documents: [],
  dispatches: [],
  announcements: [],
})

/** Adds to a ruling; what is not named stays. Dispatches enter the file, too, so that feeds show them. */
export function extendRuling(ruling: Ruling, added: Partial<Ruling>): Ruling {
  const file = added.file ?? ruling.file
  const dispatches: readonly StoredDispatch[] = added.dispatches ?? []
  return {
    file: dispatches.length > 0 ? { ...file, dispatches: [...file.dispatches, ...dispatches] } : file,
    events: [...ruling.events, ...(added.events ?? [])],
    documents: [...ruling.documents, ...(added.documents ?? [])],
    dispatches: [...ruling.dispatches, ...(added.dispatches ?? [])],
    announcements: [...ruling.announcements, ...(added.announcements ?? [])],
  }
}
