import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { Answerable, IntakeDraft, IntakeStep } from '@onetrip/shared/case/intakeDraft'
import { findApplicant, type Party } from '@onetrip/shared/case/party'
import type { ProblemPlace } from '@onetrip/shared/case/problem'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
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
  /** Nothing there has changed since the answer was begun. */
  readonly isUntouched: boolean
}

/** What departments ask for, all tasks together; empty unless a correction is being answered. */
export function askedPoints(draft: IntakeDraft, named: Named, words: Words): AskedPoint[] {
  const points = draft.correcting?.corrections.flatMap(({ correction }) => correction.points) ?? []
  return points.map((point) => ({
    ...whereIs(point.at, draft, named, words),
    words: point.words,
    isUntouched: isUntouched(point.at, draft),
  }))
}

function isUntouched(at: CorrectionPoint['at'], { correcting, ...now }: IntakeDraft): boolean {
  if (!correcting?.before || at.kind === 'other') return false
  return canonicalJson(answerAt(at, now) ?? null) === canonicalJson(answerAt(at, correcting.before) ?? null)
}

type Place = Exclude<CorrectionPoint['at'], { kind: 'other' }>

function answerAt(at: Place, { parties, fields, materials }: Answerable): unknown {
  switch (at.kind) {
    case 'field':
      return fields[at.fieldId]
    case 'material':
      return materials.find((one) => one.code === at.materialCode)
    case 'party':
      return partyAt(at, parties)
    default:
      return assertNever(at)
  }
}

const partyAt = ({ partyRole }: Extract<Place, { kind: 'party' }>, parties: Answerable['parties']): Party | undefined =>
  parties.find((one) => one.role === partyRole) ?? findApplicant(parties)

function whereIs(
  point: CorrectionPoint['at'],
  draft: IntakeDraft,
  named: Named,
  words: Words,
): Pick<AskedPoint, 'step' | 'anchor' | 'label'> {
  const at = (place: ProblemPlace) => ({ ...placeOf(place, named), label: placeLabel(place, named, words) })
  switch (point.kind) {
    case 'field':
      return at({ in: 'field', fieldId: point.fieldId })
    case 'material':
      return at({ in: 'material', materialCode: point.materialCode })
    case 'party': {
      const partyId = partyAt(point, draft.parties)?.partyId ?? ''
      return at({ in: 'party', partyId, property: 'name' })
    }
    case 'other':
      return { step: 'check', anchor: 'asked', label: words.t('problems.place.other') }
    default:
      return assertNever(point)
  }
}
