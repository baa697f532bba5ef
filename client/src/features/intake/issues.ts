import { findApplicant } from '@onetrip/shared/case/party'
import type { IntakeDraft, IntakeStep } from '@onetrip/shared/case/intakeDraft'
import type { Problem, ProblemPlace } from '@onetrip/shared/case/problem'
import { assertNever } from '@onetrip/shared/lib/result'
import { findOverfull } from './findOverfull'
import { placeLabel, type Named } from '../../words/placeLabel'
import { problemSentence, tooLongSentence } from '../../words/problemSentence'
import type { PlainWordKey, Words } from '../../words/useWords'

/** Something that stands in the way of handing in: what, where, and whether the applicant may insist. */
export type Issue = {
  readonly severity: Problem['severity']
  readonly step: IntakeStep
  /** The id of the part of the step that mends it. */
  readonly anchor: string
  readonly label: string
  readonly sentence: string
  /** Nobody is told off for what they have not written yet. */
  readonly isMissing: boolean
}

/** All that stands in the way, in the order of the steps: what the check found, and what nobody has chosen yet. */
export function findIssues(draft: IntakeDraft, problems: readonly Problem[], named: Named, words: Words): Issue[] {
  const found = problems.map((problem): Issue => {
    return {
      severity: problem.severity,
      ...placeOf(problem.place, named),
      label: placeLabel(problem.place, named, words),
      sentence: sentenceOf(problem, { draft, named }, words),
      isMissing: problem.kind === 'missing' || problem.kind === 'signature-missing',
    }
  })
  return [...findUnchosen(draft, words), ...findOverfull(draft, named, words), ...found]
}

/** Here it is known what was typed, and how long it may be. */
function sentenceOf(
  problem: Problem,
  { draft, named }: { readonly draft: IntakeDraft; readonly named: Named },
  words: Words,
): string {
  const { kind, place } = problem
  if (kind !== 'too-long' || place.in !== 'field') return problemSentence(problem, words)
  const input = named.form.fields.find(({ field }) => field.id === place.fieldId)?.field.input
  return input && 'maxLength' in input
    ? tooLongSentence(String(draft.fields[place.fieldId] ?? ''), input.maxLength, words)
    : problemSentence(problem, words)
}

/** Where a problem is mended. */
export function placeOf(place: ProblemPlace, { form }: Named): Pick<Issue, 'step' | 'anchor'> {
  switch (place.in) {
    case 'items':
      return { step: 'item', anchor: 'items' }
    case 'party':
      return { step: 'applicant', anchor: `party-${place.partyId}-${place.property}` }
    case 'field': {
      const isGuiding = form.fields.some((one) => one.isGuiding && one.field.id === place.fieldId)
      return { step: isGuiding ? 'item' : 'form', anchor: `field-${place.fieldId}` }
    }
    case 'material':
      return { step: 'materials', anchor: `material-${place.materialCode}` }
    case 'delivery':
      return { step: 'delivery', anchor: `delivery-${place.property}` }
    case 'signature':
      return { step: 'delivery', anchor: 'signature' }
    default:
      return assertNever(place)
  }
}

function findUnchosen(draft: IntakeDraft, { t }: Words): Issue[] {
  const open = (step: IntakeStep, anchor: string, label: PlainWordKey, sentence: PlainWordKey): Issue => ({
    severity: 'error',
    step,
    anchor,
    label: t(label),
    sentence: t(sentence),
    isMissing: true,
  })
  const applicant = findApplicant(draft.parties)
  const isUnrepresented =
    applicant?.kind === 'legal-person' && !draft.parties.some((party) => party.role === 'legal-representative')
  return [
    ...(draft.items.length > 0 ? [] : [open('item', 'items', 'intake.item.chosen', 'intake.open.noItem')]),
    ...(draft.capacity ? [] : [open('item', 'capacity', 'intake.item.capacity', 'intake.open.noCapacity')]),
    ...(applicant ? [] : [open('applicant', 'applicant', 'intake.step.applicant', 'intake.open.noApplicant')]),
    ...(isUnrepresented
      ? [open('applicant', 'applicant', 'problems.role.legalRepresentative', 'intake.open.noRepresentative')]
      : []),
    ...(draft.secondFact ? [] : [open('delivery', 'second-fact', 'intake.delivery.fact', 'intake.open.noFact')]),
  ]
}
