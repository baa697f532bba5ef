import type { FieldValue } from '../catalogue/condition'
import { canonicalJson } from '../lib/canonicalJson'
import { groupBy } from '../lib/groupBy'
import { assertNever, err, ok, type Result } from '../lib/result'
import type { Capacity, DeliveryChoice, MaterialEntry } from './content'
import type { Party } from './party'
import type { ProblemPlace } from './problem'
import type { Stated } from './shownText'

/** All that a person states and hands in, of a draft or of a content. Notice and signature follow from it. */
export type Statement = Omit<Stated, 'notice'> & { readonly materials: readonly MaterialEntry[] }

/** What both sides began with. What it does not say of items, capacity and delivery nobody knows any more. */
export type StatedBefore = Pick<Statement, 'parties' | 'fields' | 'materials'> & Partial<Statement>

/** What of a party is merged by itself. What says the same thing together stays together. */
const PARTY_PARTS = {
  name: ['role', 'kind', 'name'],
  idNumber: ['idType', 'idNumber', 'identityCheck'],
  mobile: ['mobile'],
  address: ['address'],
} as const satisfies Record<string, readonly (keyof Party)[]>
export type PartyPart = keyof typeof PARTY_PARTS
const PART_NAMES = Object.keys(PARTY_PARTS) as PartyPart[] // An object's own keys are those of its type here.

/** What one side says at one place. Merging takes it whole or not at all: a paper with all of its pages, an address as one. */
export type Cell =
  | { readonly in: 'request'; readonly value: Pick<Statement, 'items' | 'theme'> }
  | { readonly in: 'capacity'; readonly value: Capacity }
  | { readonly in: 'party'; readonly who: string; readonly value: Party }
  | { readonly in: 'party-part'; readonly who: string; readonly part: PartyPart; readonly value: Party }
  | { readonly in: 'field'; readonly fieldId: string; readonly value: FieldValue }
  | { readonly in: 'material'; readonly value: MaterialEntry }
  | { readonly in: 'delivery'; readonly value: DeliveryChoice }

/** `empty`: that side says nothing here. `unknown`: nobody knows what it says. */
export type Side = Cell | 'empty' | 'unknown'

/**
 * What merging says of a place: only one side changed it, both changed it alike, or both changed it differently and a
 * person must choose.
 */
export type Verdict = 'mine' | 'theirs' | 'alike' | 'ask'
export type Choice = 'mine' | 'theirs'
export type Choices = ReadonlyMap<string, Choice>

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

/** A party is split where every side has it once, and it is the same one. */
function splitParties(sides: readonly Pick<Statement, 'parties'>[]): ReadonlySet<string> {
  const idsByWho = sides.map(({ parties }) => groupBy(parties, whoIs))
  const [first] = idsByWho
  const isOneAndTheSame = (who: string): boolean =>
    new Set(
      idsByWho.map((side) =>
        side
          .get(who)
          ?.map(({ partyId }) => partyId)
          .join(' '),
      ),
    ).size === 1 && first?.get(who)?.length === 1
  return new Set([...(first?.keys() ?? [])].filter(isOneAndTheSame))
}

/** There is one applicant, whoever it is: one in place of another is a change of the same place. */
const whoIs = ({ role, partyId }: Party): string => (role === 'applicant' ? 'applicant' : partyId)

const keyOf = (cell: Cell): string => {
  switch (cell.in) {
    case 'request':
    case 'capacity':
    case 'delivery':
      return cell.in
    case 'party':
      return `party ${cell.who}`
    case 'party-part':
      return `party ${cell.who} ${cell.part}`
    case 'field':
      return `field ${cell.fieldId}`
    case 'material':
      return `material ${cell.value.code}`
    default:
      return assertNever(cell)
  }
}

function cellsOf(side: StatedBefore, split: ReadonlySet<string>): Map<string, Cell> {
  const { items, theme, capacity, parties, fields, materials, delivery } = side
  const cells: Cell[] = [
    ...(items ? [{ in: 'request', value: { items, theme } } as const] : []),
    ...(capacity ? [{ in: 'capacity', value: capacity } as const] : []),
    ...parties.flatMap((party) => partyCells(party, split)),
    ...Object.entries(fields).map(([fieldId, value]) => ({ in: 'field', fieldId, value }) as const),
    ...materials.map((value) => ({ in: 'material', value }) as const),
    ...(delivery ? [{ in: 'delivery', value: delivery } as const] : []),
  ]
  const byKey = new Map<string, Cell>()
  // Two that call themselves alike are both kept: what is compared is never less than what was handed in.
  for (const cell of cells) byKey.set(freeKey(keyOf(cell), byKey), cell)
  return byKey
}

const freeKey = (key: string, taken: ReadonlyMap<string, Cell>): string =>
  taken.has(key) ? freeKey(`${key} +`, taken) : key

function partyCells(party: Party, split: ReadonlySet<string>): Cell[] {
  const who = whoIs(party)
  if (!split.has(who)) return [{ in: 'party', who, value: party }]
  return PART_NAMES.map((part) => ({ in: 'party-part', who, part, value: party }))
}

function statementOf(cells: readonly Cell[]): Statement {
  const parties = new Map<string, Party>()
  const materials: MaterialEntry[] = []
  const fields: Record<string, FieldValue> = {}
  const rest: { request?: Pick<Statement, 'items' | 'theme'>; capacity?: Capacity; delivery?: DeliveryChoice } = {}
  for (const cell of cells) {
    switch (cell.in) {
      case 'request':
        rest.request = cell.value
        break
      case 'capacity':
        rest.capacity = cell.value
        break
      case 'delivery':
        rest.delivery = cell.value
        break
      case 'party':
        parties.set(`whole ${parties.size}`, cell.value)
        break
      case 'party-part':
        parties.set(cell.who, withPart(parties.get(cell.who) ?? cell.value, cell))
        break
      case 'field':
        fields[cell.fieldId] = cell.value
        break
      case 'material':
        materials.push(cell.value)
        break
      default:
        assertNever(cell)
    }
  }
  const { request, ...others } = rest
  return { items: [], ...request, ...others, parties: [...parties.values()], fields, materials }
}

const withPart = (party: Party, { part, value }: Extract<Cell, { in: 'party-part' }>): Party => ({
  ...party,
  ...partOf(value, part),
})

const partOf = (party: Party, part: PartyPart): Partial<Party> =>
  Object.fromEntries(PARTY_PARTS[part].map((key) => [key, party[key]]))

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

const isSame = (one: Side, other: Side): boolean => canonicalJson(saidBy(one)) === canonicalJson(saidBy(other))

/** What counts of a side: an answer that was cleared and one that was never given are alike. */
function saidBy(side: Side): unknown {
  if (side === 'empty' || side === 'unknown') return null
  switch (side.in) {
    case 'field':
      return side.value === '' || (Array.isArray(side.value) && side.value.length === 0) ? null : side.value
    case 'material':
      return side.value.how === 'scanned' && side.value.pages.length === 0 ? null : side.value
    case 'party-part':
      return partOf(side.value, side.part)
    case 'request':
    case 'capacity':
    case 'party':
    case 'delivery':
      return side.value
    default:
      return assertNever(side)
  }
}
