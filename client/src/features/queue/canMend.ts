import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { OperationKind } from '@onetrip/shared/wire/operation'
import type { OutboxEntry } from '../../db/outboxEntry'
import { openCorrections } from '../../stores/cases'

/** Whether a new operation could take the parked one's place; otherwise it can only be given up. */
export function canMend(
  { state }: OutboxEntry,
  kind: OperationKind | undefined,
  row: StationCaseRow | undefined,
): boolean {
  if (state.kind !== 'parked') return false
  // Whoever may not do it may not do it anew either.
  if (isRefused(state.because, 'not-permitted')) return false
  // What the server already has as a case cannot be handed in again.
  if (kind === 'case.submit') return !row && !isRefused(state.because, 'case-exists')
  return kind === 'case.correct' && row !== undefined && openCorrections(row).length > 0
}

type Because = Extract<OutboxEntry['state'], { kind: 'parked' }>['because']
const isRefused = (because: Because, kind: string): boolean =>
  because.status === 'refused' && because.refusal.kind === kind
