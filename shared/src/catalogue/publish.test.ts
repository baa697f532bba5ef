import { describe, expect, it } from 'vitest'
import { checkItem } from './publish'
import type { ServiceItem } from './serviceItem'
import { aField, aMaterial, anItem, day } from './testItem'

const limitsWithoutAcceptance = anItem().limits
delete limitsWithoutAcceptance.acceptance
const withoutSilence = anItem()
delete withoutSilence.silenceRule
const basis = 'a law'

describe('what may be published', () => {
  it.each<[string, ServiceItem]>([
    ['a licence with its silence rule and clock A', anItem()],
    ['a benefit without either', { ...withoutSilence, type: 'benefit', limits: limitsWithoutAcceptance }],
    ['a retired item with its last day', anItem(retired({ from: day('2015-01-01'), to: day('2022-02-28') }))],
    [
      'a form and materials that hang together',
      anItem({ form: [aField('a')], materials: [aMaterial('m', { when: isX('a') })] }),
    ],
  ])('%s', (_, item) => {
    expect(checkItem(item)).toEqual({ ok: true, value: item })
  })
})

describe('what is refused', () => {
  it.each<[string, ServiceItem, unknown]>([
    ['[行政许可法 32(4)] a licence without silence rule', withoutSilence, { kind: 'silence-rule-missing' }],
    ['a licence without clock A', anItem({ limits: limitsWithoutAcceptance }), { kind: 'acceptance-limit-missing' }],
    ['a promise longer than the law', promising(21), { kind: 'promise-longer-than-law' }],
    ['retired without a last day', anItem(retired({ from: day('2015-01-01') })), { kind: 'retired-without-last-day' }],
    [
      'an end before the beginning',
      anItem({ effective: { from: day('2025-01-02'), to: day('2025-01-01') } }),
      { kind: 'ends-before-it-begins' },
    ],
    ['a field twice', anItem({ form: [aField('a'), aField('a')] }), { kind: 'field-repeated', field: 'a' }],
    [
      'a material twice',
      anItem({ materials: [aMaterial('m'), aMaterial('m')] }),
      { kind: 'material-repeated', material: 'm' },
    ],
    [
      'a material of no copies',
      anItem({ materials: [aMaterial('m', { copies: 0 })] }),
      { kind: 'material-without-pages', material: 'm' },
    ],
    [
      'a material without room for a page',
      anItem({ materials: [aMaterial('m', { maxPages: 0 })] }),
      { kind: 'material-without-pages', material: 'm' },
    ],
    [
      'a material on no ground',
      anItem({ materials: [aMaterial('m', { basis: ' ' })] }),
      { kind: 'basis-blank', at: 'materials.m' },
    ],
    [
      'silence on no ground',
      anItem({ silenceRule: { basis: '', days: 5 } }),
      { kind: 'basis-blank', at: 'silenceRule' },
    ],
    [
      'a waived separation on no ground',
      anItem({ separation: { kind: 'waived', basis: '' } }),
      { kind: 'basis-blank', at: 'separation' },
    ],
    ['an item on no law', anItem({ legalBasis: [] }), { kind: 'basis-blank', at: 'legalBasis' }],
    ['a fee on no ground', anItem({ fee: { kind: 'none', basis: '' } }), { kind: 'basis-blank', at: 'fee' }],
    [
      'a limit on no ground',
      anItem({ limits: { ...anItem().limits, delivery: { limit: { n: 10, unit: 'working-days' }, basis: '' } } }),
      { kind: 'basis-blank', at: 'limits.delivery' },
    ],
    [
      'a material hanging on a field that is not asked',
      anItem({ materials: [aMaterial('m', { when: isX('gone') })] }),
      { kind: 'condition-on-unknown-field', at: 'm', field: 'gone' },
    ],
  ])('%s', (_, item, refusal) => {
    expect(checkItem(item)).toEqual({ ok: false, error: [refusal] })
  })

  it('all of it at once', () => {
    const answer = checkItem({ ...withoutSilence, limits: limitsWithoutAcceptance, form: [aField('a'), aField('a')] })
    expect(answer.ok ? [] : answer.error.map(({ kind }) => kind)).toEqual([
      'silence-rule-missing',
      'acceptance-limit-missing',
      'field-repeated',
    ])
  })
})

function retired(effective: ServiceItem['effective']): Partial<ServiceItem> {
  return { effective, retired: { why: 'abolished', instead: 'the identity card will do', basis } }
}

function promising(workingDays: number): ServiceItem {
  return anItem({
    limits: { ...anItem().limits, promised: { limit: { n: workingDays, unit: 'working-days' }, basis } },
  })
}

function isX(field: string) {
  return { if: 'equals', field, value: 'x' } as const
}
