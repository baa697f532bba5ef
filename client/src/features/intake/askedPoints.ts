import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { IntakeDraft, IntakeStep } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { ProblemPlace } from '@onetrip/shared/case/problem'
import { assertNever } from '@onetrip/shared/lib/result'
import { placeLabel, type Named } from '../../words/placeLabel'
import type { Words } from '../../words/useWords'
import { placeOf } from './issues'

/** One point of a correction, at the part of the intake that answers it. */
export type AskedPoint = {
  readonly step: IntakeStep
  readonly anchor: string
  readonly label: string
  readonly words: string
}

/** What departments ask for, all tasks together; empty unless a correction is being answered. */
export function askedPoints(draft: IntakeDraft, named: Named, words: Words): AskedPoint[] {
  const points = draft.correcting?.corrections.flatMap(({ correction }) => correction.points) ?? []
  return points.map((point) => ({ ...whereIs(point.at, draft, named, words), words: point.words }))
}

function whereIs(
  point: CorrectionPoint['at'],
  draft: IntakeDraft,
  named: Named,
  words: Words,
): Omit<AskedPoint, 'words'> {
  const at = (place: ProblemPlace) => ({ ...placeOf(place, named), label: placeLabel(place, named, words) })
  switch (point.kind) {
    case 'field':
      return at({ in: 'field', fieldId: point.fieldId })
    case 'material':
      return at({ in: 'material', materialCode: point.materialCode })
    case 'party': {
      const party = draft.parties.find((one) => one.role === point.partyRole) ?? findApplicant(draft.parties)
      return at({ in: 'party', partyId: party?.partyId ?? '', property: 'name' })
    }
    case 'other':
      return { step: 'check', anchor: 'asked', label: words.t('problems.place.other') }
    default:
      return assertNever(point)
  }
}
