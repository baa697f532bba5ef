import type { SearchedCase } from './searchedCase'

/** Cases as few and plain values, so that thousands are parsed in a moment. */
type PackedCases = {
  /** Of what another release packed nothing is read. */
  readonly format: typeof FORMAT
  readonly titles: readonly string[]
  /** Id, time, receipt number, title, and of each person name, identity number and mobile. */
  readonly cases: readonly (readonly [string, string, string, number, ...string[]])[]
}
const FORMAT = 1
const PERSON_FIELDS = 3

/** A change of a case is a change of one page; ids are spread over all of them. */
const PAGES = 16
export const pageOf = (caseId: string): number => Number.parseInt(caseId.slice(-1), PAGES) || 0

export function packCases(cases: readonly SearchedCase[]): PackedCases {
  const titles = new Map<string, number>()
  const placeOf = (title: string): number => {
    const place = titles.get(title) ?? titles.size
    titles.set(title, place)
    return place
  }
  return {
    format: FORMAT,
    cases: cases.map(({ caseId, at, receiptNumber, title, people }) => [
      caseId,
      at,
      receiptNumber,
      placeOf(title),
      ...people.flatMap(({ name, idNumber, mobile }) => [name, idNumber, mobile]),
    ]),
    titles: [...titles.keys()],
  }
}

/** `packed`: what `packCases` made, in this release or another. */
export function unpackCases(packed: unknown): SearchedCase[] {
  const known = packed as Partial<PackedCases> | null
  if (known?.format !== FORMAT) return []
  const { cases = [], titles = [] } = known
  return cases.map(([caseId, at, receiptNumber, title, ...people]) => ({
    caseId,
    at,
    receiptNumber,
    title: titles[title] ?? '',
    people: Array.from({ length: people.length / PERSON_FIELDS }, (_, nth) => {
      const [name = '', idNumber = '', mobile = ''] = people.slice(nth * PERSON_FIELDS)
      return { name, idNumber, mobile }
    }),
  }))
}
