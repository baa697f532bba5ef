import { describe, expect, it } from 'vitest'
import { PartyId } from '../lib/ids'
import { compareSides, keyAt, type Sides } from './compareSides'
import type { Statement } from './statementCells'
import { aParty, aStatement } from './testStatement'

describe('what is said of a place', () => {
  const before = aStatement({ fields: { area: 48 } })
  const verdictsOf = (mine: Partial<Statement>, theirs: Partial<Statement>, known: Sides['before'] = before) =>
    compareSides({ before: known, mine: { ...before, ...mine }, theirs: { ...before, ...theirs } }).differences.map(
      ({ key, verdict }) => `${key}: ${verdict}`,
    )

  it('mine, theirs, alike, or ask', () => {
    expect(verdictsOf({ fields: { area: 46 } }, {})).toEqual(['field area: mine'])
    expect(verdictsOf({}, { fields: { area: 46 } })).toEqual(['field area: theirs'])
    expect(verdictsOf({ fields: { area: 46 } }, { fields: { area: 46 } })).toEqual(['field area: alike'])
    expect(verdictsOf({ fields: { area: 46 } }, { fields: {} })).toEqual(['field area: ask'])
  })

  it('an answer that was cleared is like one that was never given', () => {
    expect(verdictsOf({ fields: { area: '' } }, { fields: {} })).toEqual(['field area: alike'])
  })

  it('two changes of one person at two places are two places', () => {
    const mine = { parties: [aParty({ mobile: '13900000000' })] }
    const theirs = { parties: [aParty({ address: '五一大道' })] }
    expect(verdictsOf(mine, theirs)).toEqual(['party applicant mobile: mine', 'party applicant address: theirs'])
  })

  it('another applicant is one place: whole people are chosen', () => {
    const other = (n: number) => ({
      parties: [aParty({ partyId: PartyId.parse(`01980000-0000-7000-8000-00000000000${n}`) })],
    })
    expect(verdictsOf(other(2), other(3))).toEqual(['party applicant: ask'])
  })

  it('asks where nobody knows what stood before', () => {
    const { parties, fields, materials } = before
    expect(verdictsOf({ capacity: 'window' }, {}, { parties, fields, materials })).toEqual(['capacity: ask'])
    const unknown = compareSides({ before: undefined, mine: { ...before, fields: {} }, theirs: before })
    expect(unknown.differences.map(({ key, before: stood, verdict }) => [key, stood, verdict])).toEqual([
      ['field area', 'unknown', 'ask'],
    ])
  })

  it('without theirs it is what mine changed; with nothing else all that mine says', () => {
    const mine = aStatement({ fields: { area: 46 } })
    const changed = compareSides({ before, mine, theirs: undefined }).differences
    const { parties, fields, materials } = before
    const lessKnown = compareSides({ before: { parties, fields, materials }, mine, theirs: undefined }).differences
    expect(lessKnown.map(({ key }) => key)).toEqual(['field area'])
    expect(changed.map(({ key, theirs, verdict }) => [key, theirs, verdict])).toEqual([
      ['field area', 'unknown', 'mine'],
    ])
    const all = compareSides({ before: undefined, mine, theirs: undefined }).differences
    expect(all.map(({ key }) => key)).toEqual([
      'request',
      'capacity',
      'party applicant name',
      'party applicant idNumber',
      'party applicant mobile',
      'party applicant address',
      'field area',
      'delivery',
    ])
  })
})

it('a problem sits at the place that says it', () => {
  const mine = aStatement({ fields: { area: 46 } })
  const comparison = compareSides({ before: undefined, mine, theirs: undefined })
  const keys = new Set(comparison.differences.map(({ key }) => key))
  const { partyId } = aParty()
  const places = [
    { in: 'items', itemCode: '1' },
    { in: 'party', partyId, property: 'mobile' },
    { in: 'field', fieldId: 'area' },
    { in: 'delivery', property: 'mode' },
  ] as const
  expect(places.map((place) => keys.has(keyAt(place, comparison) ?? ''))).toEqual([true, true, true, true])
  expect(keyAt({ in: 'signature' }, comparison)).toBeUndefined()
})
