import type { ZodMiniType } from 'zod/mini'
import type { FieldValue } from '../catalogue/condition'
import { ItemRef } from '../catalogue/serviceItem'
import { canonicalJson } from '../lib/canonicalJson'
import { groupBy } from '../lib/groupBy'
import { assertNever } from '../lib/result'
import { DeliveryChoice, MaterialEntry, type Capacity } from './content'
import { Party } from './party'
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

/** A party is split where every side has it once, and it is the same one. */
export function splitParties(sides: readonly Pick<Statement, 'parties'>[]): ReadonlySet<string> {
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
export const whoIs = ({ role, partyId }: Party): string => (role === 'applicant' ? 'applicant' : partyId)

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

/** What a side says, place by place, each under a key of its own. */
export function cellsOf(side: StatedBefore, split: ReadonlySet<string>): Map<string, Cell> {
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

/** The reverse of `cellsOf`. */
export function statementOf(cells: readonly Cell[]): Statement {
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

/** Whether two sides say the same, as far as anybody can tell. */
export const isSame = (one: Side, other: Side): boolean => canonicalJson(saidBy(one)) === canonicalJson(saidBy(other))

/**
 * What counts of a side: an answer that was cleared and one that was never given are alike, and what this app does not
 * know is no difference that anybody could choose by. [CASE-R21]
 */
function saidBy(side: Side): unknown {
  if (side === 'empty' || side === 'unknown') return null
  switch (side.in) {
    case 'field':
      return side.value === '' || (Array.isArray(side.value) && side.value.length === 0) ? null : side.value
    case 'material':
      return side.value.how === 'scanned' && side.value.pages.length === 0 ? null : knownOf(MaterialEntry, side.value)
    case 'party-part':
      return partOf(side.value, side.part)
    case 'request':
      return { items: side.value.items.map((item) => knownOf(ItemRef, item)), theme: side.value.theme }
    case 'party':
      return knownOf(Party, side.value)
    case 'delivery':
      return knownOf(DeliveryChoice, side.value)
    case 'capacity':
      return side.value
    default:
      return assertNever(side)
  }
}

/** What came in by other limits, and is read by none of today, counts whole. */
function knownOf<Value>(schema: ZodMiniType<Value>, value: Value): Value {
  const read = schema.safeParse(value)
  return read.success ? read.data : value
}
