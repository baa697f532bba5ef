import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { keyAt, type Comparison, type Difference } from '@onetrip/shared/case/compareSides'
import { chosenAt, type Choice, type Choices } from '@onetrip/shared/case/mergeSides'
import type { Cell } from '@onetrip/shared/case/statementCells'
import { placeLabel, type Named } from '../../words/placeLabel'
import { problemSentence } from '../../words/problemSentence'
import type { Words } from '../../words/useWords'
import { placeName, type Lookup } from './placeWords'

/** One place as it is shown. `troubles`: what the server found wrong with mine there. */
export type MergeRow = {
  readonly difference: Difference
  readonly label: string
  readonly chosen: Choice | undefined
  readonly isChosenByHand: boolean
  readonly troubles: readonly string[]
}

/** As an application is read: what for, who, the form, the papers, how it comes back. */
const SECTIONS: readonly Cell['in'][] = ['request', 'capacity', 'party', 'party-part', 'field', 'material', 'delivery']

type Shown = {
  readonly comparison: Comparison
  readonly choices: Choices
  readonly refusal: CaseRefusal | undefined
  readonly lookup: Lookup
  readonly named: Named
}

/** The places in order, and what the server found wrong elsewhere. */
export function mergeRows(shown: Shown, words: Words): { readonly rows: MergeRow[]; readonly elsewhere: string[] } {
  const { comparison, choices, refusal, lookup, named } = shown
  const troubles = (refusal?.kind === 'content-problems' ? refusal.problems : []).map((problem) => ({
    key: keyAt(problem.place, comparison),
    sentence: problemSentence(problem, words),
    place: placeLabel(problem.place, named, words),
  }))
  const rows = comparison.differences
    .map((difference) => ({
      difference,
      label: placeName(difference.cell, lookup, words),
      chosen: chosenAt(difference, choices),
      isChosenByHand: choices.has(difference.key),
      troubles: troubles.filter(({ key }) => key === difference.key).map(({ sentence }) => sentence),
    }))
    .toSorted((one, other) => rankOf(one.difference.cell, lookup) - rankOf(other.difference.cell, lookup))
  const shownKeys = new Set(comparison.differences.map(({ key }) => key))
  const elsewhere = troubles
    .filter(({ key }) => key === undefined || !shownKeys.has(key))
    .map(({ place, sentence }) => words.t('problems.point', { place, sentence }))
  return { rows, elsewhere }
}

/** Places of one section, at most. */
const MANY = 10_000

function rankOf(cell: Cell, { fields, materials }: Lookup): number {
  const section = SECTIONS.indexOf(cell.in) * MANY
  if (cell.in === 'field') return section + placeIn(fields, cell.fieldId)
  return cell.in === 'material' ? section + placeIn(materials, cell.value.code) : section
}

/** What the catalogue does not know comes last. */
function placeIn(known: ReadonlyMap<string, unknown>, key: string): number {
  return known.has(key) ? [...known.keys()].indexOf(key) : MANY - 1
}
