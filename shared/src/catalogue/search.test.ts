import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareSearch, searchCatalogue, type Searchable } from './search'

const entry = (name: string, full: string, ...alsoKnownAs: string[]): Searchable => ({
  name,
  alsoKnownAs,
  pinyin: { full, initials: initialsOf(full) },
})
const initialsOf = (full: string): string =>
  full
    .split(' ')
    .map((syllable) => syllable.charAt(0))
    .join('')
const namesFor = (entries: readonly Searchable[], words: string, limit = 10): string[] =>
  searchCatalogue(entries, words, limit).map(({ name }) => name)

const LICENCE = entry('食品经营许可（餐饮）', 'shi pin jing ying xu ke can yin', '开饭店', '餐馆')
const SMALL = entry('食品小经营许可', 'shi pin xiao jing ying xu ke', '粉店')
const UNEMPLOYED = entry('失业登记', 'shi ye deng ji', '丢了工作')
const RESTAURANT = entry('我要开餐馆', 'wo yao kai can guan', '开饭店')
const ALL = [LICENCE, SMALL, UNEMPLOYED, RESTAURANT]

describe('what is found', () => {
  it.each([
    ['characters inside the name', '经营许可', ['食品小经营许可', '食品经营许可（餐饮）']],
    ['punctuation of another width', '许可(餐饮)', ['食品经营许可（餐饮）']],
    ['initials', 'SYDJ', ['失业登记']],
    ['initials inside', 'kcg', ['我要开餐馆']],
    ['full pinyin with spaces in the wrong places', 'Shi yedeng JI', ['失业登记']],
    ['a syllable begun', 'shiye d', ['失业登记']],
    ['another name', '丢了', ['失业登记']],
    ['several words, in any order', '餐饮 食品', ['食品经营许可（餐饮）']],
    ['several words that are not all there', '餐饮 登记', []],
    ['the middle of a syllable', 'eng', []],
    ['something that is not there', '结婚', []],
  ])('%s', (_, words, names) => {
    expect(namesFor(ALL, words)).toEqual(names)
  })

  it('nothing typed gives the first ones as they come', () => {
    expect(namesFor(ALL, ' \t', 2)).toEqual([LICENCE.name, SMALL.name])
  })
})

describe('order', () => {
  it('name before sound before other names, beginning before middle', () => {
    const whole = entry('wo', 'wo')
    const prefix = entry('wow', 'wow')
    const infix = entry('awo', 'a wo')
    const soundPrefix = entry('我要', 'wo yao')
    const soundInfix = entry('听我说', 'ting wo shuo')
    const aliasPrefix = entry('某', 'mou', 'wo x')
    const aliasInfix = entry('某某', 'mou mou', 'x wo')
    const inOrder = [whole, prefix, infix, soundPrefix, soundInfix, aliasPrefix, aliasInfix]
    expect(searchCatalogue(inOrder.toReversed(), 'wo', 10)).toEqual(inOrder)
  })

  it('the words as one before the words scattered', () => {
    const scattered = entry('登记失业', 'deng ji shi ye')
    expect(searchCatalogue([scattered, UNEMPLOYED], '失业 登记', 10)).toEqual([UNEMPLOYED, scattered])
  })

  it('equals: shorter name first, then as handed in', () => {
    const entries = [entry('开店乙', 'kai dian yi'), entry('开店', 'kai dian'), entry('开店甲', 'kai dian jia')]
    expect(namesFor(entries, 'kd')).toEqual(['开店', '开店乙', '开店甲'])
  })

  it('no more than the limit, the best of all', () => {
    expect(namesFor(ALL, '开饭店', 1)).toEqual(['我要开餐馆'])
  })
})

const SOUND_BY_CHARACTER = { 食: 'shi', 品: 'pin', 安: 'an', 单: 'dan', 长: 'chang', 营: 'ying', 恩: 'en', 吉: 'ji' }
const anyEntry = fc
  .array(fc.constantFrom(...Object.entries(SOUND_BY_CHARACTER)), { minLength: 1, maxLength: 8 })
  .map((pairs) => entry(pairs.map(([character]) => character).join(''), pairs.map(([, sound]) => sound).join(' ')))
const anyCase = (text: string) => fc.mixedCase(fc.constant(text))

it('every entry is found by its name, its full pinyin and its initials, in any case', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 30 }), fc.gen(), (entries, gen) => {
      for (const one of entries) {
        expect(searchCatalogue(entries, one.name, 1)[0]?.name).toBe(one.name)
        expect(searchCatalogue(entries, gen(anyCase, one.pinyin.full), entries.length)).toContain(one)
        expect(searchCatalogue(entries, gen(anyCase, one.pinyin.full.replaceAll(' ', '')), entries.length)).toContain(
          one,
        )
        expect(searchCatalogue(entries, gen(anyCase, one.pinyin.initials), entries.length)).toContain(one)
      }
    }),
    { numRuns: 50 },
  )
})

it('answers four questions over 3,000 items before a person has typed the next letter', () => {
  const entries = Array.from({ length: 3000 }, (_, index) =>
    entry(
      `城镇生活垃圾处理费征收（减免）第${index}号`,
      'cheng zhen sheng huo la ji chu li fei zheng shou jian mian di hao',
      '垃圾费',
      '卫生费',
    ),
  )
  const search = prepareSearch(entries)
  const runsMs = Array.from({ length: 5 }, () => {
    const startedMs = performance.now()
    for (const words of ['sheng', 'jm', '处理', 'nothing here']) search(words, 20)
    return performance.now() - startedMs
  })
  expect(Math.min(...runsMs)).toBeLessThan(50)
})
