import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { packCases, pageOf, unpackCases } from './packedCases'

const person = fc.record({ name: fc.string(), idNumber: fc.string(), mobile: fc.string() })
const searched = fc.record({
  caseId: fc.uuid({ version: 7 }),
  at: fc.string(),
  receiptNumber: fc.string(),
  people: fc.array(person, { maxLength: 3 }),
  title: fc.constantFrom('食品经营许可', '我要开餐馆', ''),
})

it('gives back what was packed, through JSON', () => {
  fc.assert(
    fc.property(fc.array(searched), (cases) => {
      expect(unpackCases(JSON.parse(JSON.stringify(packCases(cases))))).toEqual(cases)
    }),
  )
})

it('takes nothing from what another release packed, or nobody', () => {
  for (const packed of [{ format: 0, titles: [], cases: [['a']] }, {}, null, 'x'])
    expect(unpackCases(packed)).toEqual([])
})

it('spreads ids over sixteen pages, and takes any id', () => {
  const pages = new Set(Array.from('0123456789abcdef', (digit) => pageOf(`0198${digit}`)))
  expect(pages.size).toBe(16)
  expect(pageOf('no id?')).toBe(0)
})
