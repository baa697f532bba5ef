import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaterialSpec } from './materialSpec'
import { mergeMaterial } from './mergeMaterial'
import { aMaterial } from './testItem'

type Need = MaterialSpec['need']

const REQUIRED: Need = { kind: 'required' }
const OPTIONAL: Need = { kind: 'optional' }
const owedFor = (days: number): Need => ({
  kind: 'owed',
  within: { n: days, unit: 'working-days' },
  consequence: 'lapses',
})
const promising = (text: string): Need => ({ kind: 'promise', text })
const needOf = (first: Need, second: Need): Need =>
  mergeMaterial(aMaterial('m', { need: first }), aMaterial('m', { need: second })).need

describe('the stricter need', () => {
  it.each<[Need, Need]>([
    [REQUIRED, owedFor(5)],
    [REQUIRED, promising('true')],
    [REQUIRED, OPTIONAL],
    [owedFor(5), promising('true')],
    [owedFor(5), owedFor(10)],
    [owedFor(5), OPTIONAL],
    [promising('true'), OPTIONAL],
  ])('%j before %j', (strict, lax) => {
    expect(needOf(strict, lax)).toEqual(strict)
    expect(needOf(lax, strict)).toEqual(strict)
  })

  it('two promises are both read, one promise once', () => {
    expect(needOf(promising('a'), promising('b'))).toEqual(promising('a\nb'))
    expect(needOf(promising('a'), promising('a'))).toEqual(promising('a'))
  })
})

it('is enough for both: most copies, most pages, the original if either wants it', () => {
  const anySpec = fc.record({
    copies: fc.integer({ min: 1, max: 5 }),
    maxPages: fc.integer({ min: 1, max: 60 }),
    form: fc.constantFrom('original', 'copy', 'original-and-copy'),
  })
  fc.assert(
    fc.property(anySpec, anySpec, (first, second) => {
      const both = mergeMaterial(aMaterial('m', first), aMaterial('m', second))
      expect(both.copies).toBe(Math.max(first.copies, second.copies))
      expect(both.maxPages).toBe(Math.max(first.maxPages, second.maxPages))
      for (const { form } of [first, second]) expect([form, 'original-and-copy']).toContain(both.form)
    }),
  )
})

it('keeps the wording of the first', () => {
  const first = aMaterial('m', { name: 'licence', note: 'both sides' })
  expect(mergeMaterial(first, aMaterial('m', { name: 'permit' }))).toEqual(first)
})
