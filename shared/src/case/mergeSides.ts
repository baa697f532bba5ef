import { err, ok, type Result } from '../lib/result'
import type { Comparison, Difference } from './compareSides'
import { cellsOf, splitParties, statementOf, type Statement } from './statementCells'

export type Choice = 'mine' | 'theirs'
export type Choices = ReadonlyMap<string, Choice>

/** Which side a place is taken from: what was chosen, else what merging says; undefined while a person must choose. */
export function chosenAt({ key, verdict }: Difference, choices: Choices): Choice | undefined {
  const chosen = choices.get(key)
  if (chosen || verdict === 'ask') return chosen
  return verdict === 'theirs' ? 'theirs' : 'mine'
}

/** The places at which a person must still choose. */
export const openPlaces = ({ differences }: Comparison, choices: Choices): Difference[] =>
  differences.filter((one) => chosenAt(one, choices) === undefined)

/**
 * A whole statement again: each place of the comparison as chosen, everything else as `onto` has it, which is mine unless
 * it was changed since. Refused, with the places that are open, while any is.
 */
export function mergeSides(
  comparison: Comparison,
  choices: Choices,
  onto: Statement = comparison.mine,
): Result<Statement, readonly Difference[]> {
  const open = openPlaces(comparison, choices)
  if (open.length > 0) return err(open)
  const cells = cellsOf(withSameParties(onto, comparison), comparison.split)
  for (const one of comparison.differences) {
    const taken = one[chosenAt(one, choices) ?? 'mine']
    if (taken === 'empty') cells.delete(one.key)
    else if (taken !== 'unknown') cells.set(one.key, taken)
  }
  return ok(statementOf([...cells.values()]))
}

/** Where somebody of a split party is another one meanwhile, mine are taken: parts of two people make no third. */
function withSameParties(onto: Statement, { mine, split }: Comparison): Statement {
  const common = splitParties([mine, onto])
  return [...split].every((who) => common.has(who)) ? onto : { ...onto, parties: mine.parties }
}

/** The same with everything from one side; for whoever wants all of it. */
export const chooseAll = ({ differences }: Comparison, choice: Choice): Choices =>
  new Map(differences.map(({ key }) => [key, choice]))
