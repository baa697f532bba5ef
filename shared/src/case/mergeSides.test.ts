// Goal: merging field by field keeps what everybody did. Method: three statements from small pools, so that they meet
// often; what is expected of a place is worked out here anew, from the statements and not from the comparison.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../lib/canonicalJson'
import { PartyId, ScanId } from '../lib/ids'
import { compareSides, type Sides } from './compareSides'
import type { MaterialEntry } from './content'
import { chooseAll, mergeSides, openPlaces, type Choice } from './mergeSides'
import type { Party } from './party'
import type { Statement } from './statementCells'
import { aParty, aStatement } from './testStatement'

const partyIds = [1, 2, 3].map((n) => PartyId.parse(`01980000-0000-7000-8000-00000000000${n}`))
const page = (n: number) =>
  ({ scanId: ScanId.parse(String(n).repeat(64)), sizeBytes: n, mediaType: 'image/jpeg' }) as const

const few = fc.constantFrom('甲', '乙')
const anyParty = fc.record({ name: few, idNumber: few, mobile: few, address: few }).map(aParty)
const anyParties = fc
  .tuple(fc.shuffledSubarray(partyIds, { minLength: 1 }), fc.array(anyParty, { minLength: 3, maxLength: 3 }))
  .map(([ids, made]) =>
    ids.map((partyId, at): Party => ({
      ...(made[at] ?? aParty()),
      partyId,
      role: at === 0 ? 'applicant' : 'guardian',
    })),
  )
const anyMaterial = fc.record({
  how: fc.constantFrom('scanned' as const, 'owed' as const),
  pages: fc.subarray([1, 2, 3]).map((pages) => pages.map(page)),
})
const anyMaterials = fc
  .dictionary(fc.constantFrom('lease', 'licence', 'plan'), anyMaterial)
  .map((byCode) => Object.entries(byCode).map(([name, entry]): MaterialEntry => ({ code: name, ...entry })))
const anyStatement: fc.Arbitrary<Statement> = fc.record({
  items: fc.constant(aStatement().items),
  theme: fc.constant(undefined),
  capacity: fc.constantFrom('assist' as const, 'proxy' as const),
  parties: anyParties,
  fields: fc.dictionary(fc.constantFrom('area', 'name', 'kind'), fc.constantFrom('甲', '乙', '')),
  materials: anyMaterials,
  delivery: fc.constantFrom(
    { mode: 'pick-up' as const },
    { mode: 'courier' as const, recipient: '甲', mobile: '1', province: '', city: '', county: '', address: '' },
  ),
})
const anyBefore = fc.oneof(
  anyStatement,
  anyStatement.map(({ parties, fields, materials }) => ({ parties, fields, materials })),
  fc.constant(undefined),
)
const anySides = fc.record({ before: anyBefore, mine: anyStatement, theirs: anyStatement })
type AnySides = Sides & { readonly theirs: Statement }
const anyChoice = fc.constantFrom<Choice>('mine', 'theirs')

/** As far as anybody can tell two apart: no order, and nothing where nothing is said. */
const said = ({ parties, fields, materials, ...rest }: Statement) => ({
  ...rest,
  parties: new Set(parties.map((party) => canonicalJson(party))),
  fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
  materials: new Map(
    materials.filter(({ how, pages }) => how !== 'scanned' || pages.length > 0).map((entry) => [entry.code, entry]),
  ),
})

function merged(sides: AnySides, choice: Choice | ((key: string) => Choice)): Statement {
  const comparison = compareSides(sides)
  const pick = (key: string): Choice => (typeof choice === 'string' ? choice : choice(key))
  const choices = new Map(openPlaces(comparison, new Map()).map(({ key }) => [key, pick(key)]))
  const result = mergeSides(comparison, choices)
  if (!result.ok) throw new Error('every open place was chosen')
  return result.value
}

function allFrom(sides: AnySides, choice: Choice): Statement {
  const comparison = compareSides(sides)
  const result = mergeSides(comparison, chooseAll(comparison, choice))
  if (!result.ok) throw new Error('every place was chosen')
  return result.value
}

describe('[CASE-R19] merging place by place', () => {
  it('with everything mine gives mine, with everything theirs theirs', () => {
    fc.assert(
      fc.property(anySides, (sides) => {
        expect(said(allFrom(sides, 'mine'))).toEqual(said(sides.mine))
        expect(said(allFrom(sides, 'theirs'))).toEqual(said(sides.theirs))
      }),
    )
  })

  it('of one and the same changes nothing, and asks nothing', () => {
    fc.assert(
      fc.property(anyStatement, (one) => {
        expect(compareSides({ before: one, mine: one, theirs: one }).differences).toEqual([])
        expect(said(merged({ before: one, mine: one, theirs: one }, 'theirs'))).toEqual(said(one))
      }),
    )
  })

  it('takes a change that only one side made, whatever is chosen elsewhere', () => {
    fc.assert(
      fc.property(anyStatement, anyStatement, anyStatement, anyChoice, (before, mine, theirs, choice) => {
        const result = said(merged({ before, mine, theirs }, choice))
        const [was, ours, others] = [said(before), said(mine), said(theirs)]
        for (const id of ['area', 'name', 'kind'])
          if (ours.fields[id] === was.fields[id]) expect(result.fields[id]).toBe(others.fields[id])
          else if (others.fields[id] === was.fields[id]) expect(result.fields[id]).toBe(ours.fields[id])
        for (const name of ['lease', 'licence', 'plan']) {
          const [w, m, t] = [was, ours, others].map(({ materials }) => JSON.stringify(materials.get(name)))
          const got = JSON.stringify(result.materials.get(name))
          if (m === w) expect(got).toBe(t)
          else if (t === w) expect(got).toBe(m)
        }
        if (JSON.stringify(mine.delivery) === JSON.stringify(before.delivery))
          expect(result.delivery).toEqual(theirs.delivery)
        else if (JSON.stringify(theirs.delivery) === JSON.stringify(before.delivery))
          expect(result.delivery).toEqual(mine.delivery)
      }),
    )
  })

  it('loses nothing that neither side removed, and leaves alone what nobody changed', () => {
    fc.assert(
      fc.property(anySides, anyChoice, (sides, choice) => {
        const result = merged(sides, choice)
        const has = (name: string) => (side: Statement) => side.materials.some((entry) => entry.code === name)
        for (const { code: name } of sides.mine.materials)
          if (has(name)(sides.theirs)) expect(result.materials.some((entry) => entry.code === name)).toBe(true)
        for (const [id, value] of Object.entries(sides.mine.fields))
          if (sides.theirs.fields[id] === value) expect(result.fields[id]).toBe(value)
        const { differences, split } = compareSides(sides)
        for (const who of split)
          expect(result.parties.some((p) => (who === 'applicant' ? p.role === who : p.partyId === who))).toBe(true)
        for (const { key } of differences) expect(differences.filter((one) => one.key === key)).toHaveLength(1)
      }),
    )
  })

  it('never takes half of a paper, nor parts of two people, and always leaves one applicant', () => {
    fc.assert(
      fc.property(anySides, anyChoice, (sides, choice) => {
        let turn = 0
        const result = merged(sides, () => ((turn += 1) % 2 === 0 ? choice : 'mine'))
        const whole = [sides.mine, sides.theirs].flatMap((side) => side.materials.map((entry) => JSON.stringify(entry)))
        for (const entry of result.materials) expect(whole).toContain(JSON.stringify(entry))
        expect(result.parties.filter(({ role }) => role === 'applicant')).toHaveLength(1)
        for (const party of result.parties) {
          const same = [sides.mine, sides.theirs]
            .flatMap((side) => side.parties)
            .filter((p) => p.partyId === party.partyId)
          expect(same.map(({ name }) => name)).toContain(party.name)
        }
      }),
    )
  })
})

describe('merging onto what was written since', () => {
  const before = aStatement({ fields: { area: 48, name: '甲' } })
  const comparison = compareSides({
    before,
    mine: { ...before, fields: { area: 46, name: '甲' } },
    theirs: { ...before, fields: { area: 47, name: '甲' } },
  })

  it('is refused while a place is open', () => {
    expect(mergeSides(comparison, new Map())).toMatchObject({ ok: false, error: [{ key: 'field area' }] })
  })

  it('keeps what was written at places that do not differ', () => {
    const since = { ...comparison.mine, fields: { area: 45, name: '乙' } }
    const result = mergeSides(comparison, new Map([['field area', 'theirs']]), since)
    expect(result.ok && result.value.fields).toEqual({ area: 47, name: '乙' })
  })

  it('mixes no two people, also when the applicant is another one since', () => {
    const mine = aStatement({ parties: [aParty({ mobile: '1' })] })
    const compared = compareSides({
      before: aStatement(),
      mine,
      theirs: aStatement({ parties: [aParty({ mobile: '2' })] }),
    })
    const since = aStatement({
      parties: [aParty({ partyId: PartyId.parse('01980000-0000-7000-8000-000000000009'), name: '李四' })],
    })
    const result = mergeSides(compared, chooseAll(compared, 'theirs'), since)
    expect(result.ok && result.value.parties).toEqual([aParty({ mobile: '2' })])
  })
})
