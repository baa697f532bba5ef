import { assertNever } from '../lib/result'
import type { ProblemPlace } from './problem'
import {
  cellsOf,
  isSame,
  splitParties,
  whoIs,
  type Cell,
  type Side,
  type Statement,
  type StatedBefore,
} from './statementCells'

/**
 * What merging says of a place: only one side changed it, both changed it alike, or both changed it differently and a
 * person must choose.
 */
export type Verdict = 'mine' | 'theirs' | 'alike' | 'ask'

/** A place at which the sides differ. `cell`: what some side says there, for the place's name. */
export type Difference = {
  readonly key: string
  readonly cell: Cell
  readonly before: Side
  readonly mine: Side
  readonly theirs: Side
  readonly verdict: Verdict
}

/** `theirs` undefined: it is not known. */
export type Sides = {
  readonly before: StatedBefore | undefined
  readonly mine: Statement
  readonly theirs: Statement | undefined
}

export type Comparison = {
  readonly mine: Statement
  /** The parties, by `who`, of which each part is a place of its own. */
  readonly split: ReadonlySet<string>
  readonly differences: readonly Difference[]
}

/**
 * The places at which the sides differ, each once, as they stand in `mine`. Without `theirs` it is what mine changed;
 * with `mine` alone it is all that mine says.
 */
export function compareSides({ before, mine, theirs }: Sides): Comparison {
  const known = [before, mine, theirs].filter((side) => side !== undefined)
  const split = splitParties(known)
  const cells = {
    before: before && cellsOf(before, split),
    mine: cellsOf(mine, split),
    theirs: theirs && cellsOf(theirs, split),
  }
  const keys = new Set([cells.mine, cells.theirs, cells.before].flatMap((side) => [...(side?.keys() ?? [])]))
  const differences = [...keys].flatMap((key): Difference[] => {
    const cell = cells.mine.get(key) ?? cells.theirs?.get(key) ?? cells.before?.get(key)
    if (!cell) return []
    const sides = {
      before: knows(before, cell) ? (cells.before?.get(key) ?? 'empty') : 'unknown',
      mine: cells.mine.get(key) ?? 'empty',
      theirs: cells.theirs ? (cells.theirs.get(key) ?? 'empty') : 'unknown',
    } as const
    const verdict = judge(sides, before !== undefined)
    return verdict ? [{ key, cell, ...sides, verdict }] : []
  })
  return { mine, split, differences }
}

/** Undefined: nothing differs here. */
function judge(
  { before, mine, theirs }: Pick<Difference, 'before' | 'mine' | 'theirs'>,
  hasBefore: boolean,
): Verdict | undefined {
  if (theirs === 'unknown') {
    // What is known of neither side says nothing of a change; where nothing but mine is known, all of it is shown.
    const isShown = before === 'unknown' ? !hasBefore : !isSame(before, mine)
    return isShown ? 'mine' : undefined
  }
  if (before === 'unknown') return isSame(mine, theirs) ? undefined : 'ask'
  const isMineNew = !isSame(before, mine)
  const isTheirsNew = !isSame(before, theirs)
  if (isMineNew && isTheirsNew) return isSame(mine, theirs) ? 'alike' : 'ask'
  if (isMineNew) return 'mine'
  return isTheirsNew ? 'theirs' : undefined
}

/** Whether `before` says anything of such a place at all. */
function knows(before: StatedBefore | undefined, cell: Cell): boolean {
  switch (cell.in) {
    case 'request':
      return before?.items !== undefined
    case 'capacity':
    case 'delivery':
      return before?.[cell.in] !== undefined
    case 'party':
    case 'party-part':
    case 'field':
    case 'material':
      return before !== undefined
    default:
      return assertNever(cell)
  }
}

/** The place of the comparison at which a problem of mine sits; undefined for what is no place of it. */
export function keyAt(place: ProblemPlace, { mine, split }: Comparison): string | undefined {
  switch (place.in) {
    case 'items':
      return 'request'
    case 'party': {
      const party = mine.parties.find(({ partyId }) => partyId === place.partyId)
      const who = party && whoIs(party)
      return who && (split.has(who) ? `party ${who} ${place.property}` : `party ${who}`)
    }
    case 'field':
      return `field ${place.fieldId}`
    case 'material':
      return `material ${place.materialCode}`
    case 'delivery':
      return 'delivery'
    case 'signature':
      return undefined
    default:
      return assertNever(place)
  }
}
