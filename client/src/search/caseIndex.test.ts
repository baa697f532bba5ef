// Goal: what people know of a case finds it, says why, and shows no more of a number than they knew. Method: examples of
// each field, and for random cases and questions the same answer as a plain scan that shares no code with the index.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCaseIndex } from './caseIndex'
import type { SearchedCase } from './searchedCase'
import { aCase, sounds } from './testCases'

function indexOf(cases: readonly SearchedCase[]) {
  const index = createCaseIndex(sounds)
  for (const one of cases) index.put(one)
  return index
}
const people = (idNumber: string, mobile: string, name = '张三') => [{ name, idNumber, mobile }]
/** What was found of a single case, the part that was typed in brackets. */
function shown(one: SearchedCase, typed: string): string[] {
  const [hit] = indexOf([one]).search(typed, 1).best
  return (hit?.reasons ?? []).map(
    ({ field, shown: text, from, to, person }) =>
      `${field}: ${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}${person ? ` of ${person}` : ''}`,
  )
}

describe('a name', () => {
  it.each([
    ['张三', '张', 'name: [张]三'],
    ['张三', '三', 'name: 张[三]'],
    ['张三', 'zs', 'name: [张三]'],
    ['张三', 'ZS', 'name: [张三]'],
    ['张三', 'ｚｓ', 'name: [张三]'],
    ['张三', 'zhangsan', 'name: [张三]'],
    ['张三', 'zhang san', 'name: [张三]'],
    ['张三', 'zhangs', 'name: [张三]'],
    ['张三', 'zsan', 'name: [张三]'],
    ['欧阳靖', 'yj', 'name: 欧[阳靖]'],
    ['曾国', 'zg', 'name: [曾国]'],
    ['曾国', 'cg', 'name: [曾国]'],
    ['单单', 'chanshan', 'name: [单单]'],
    ['吕布', 'lvbu', 'name: [吕布]'],
    ['吕布', 'lubu', 'name: [吕布]'],
    ['𠮷㛃', 'jj', 'name: [𠮷㛃]'],
    ['𠮷㛃', '㛃', 'name: 𠮷[㛃]'],
    ['买买提·艾力', '提艾', 'name: 买买[提·艾]力'],
    ['John Smith', 'smith', 'name: John [Smith]'],
    ['林小雨（监护人）', 'lxy', 'name: [林小雨]（监护人）'],
  ])('%s is found by %s', (name, typed, why) => {
    expect(shown(aCase(1, { name }), typed)).toEqual([why])
  })

  it.each([
    ['张三', 'sz'],
    ['张三', '李'],
    ['张三', 'an'],
    ['张三', 'zhsg'],
    ['张三', ''],
    ['张三', ' · '],
  ])('%s is not found by "%s"', (name, typed) => {
    expect(shown(aCase(1, { name, title: '' }), typed)).toEqual([])
  })
})

describe('a number', () => {
  const one = aCase(1, {
    receiptNumber: '43010200900126010500700CX',
    people: people('43010219900307881X', '13807318823'),
  })
  it.each([
    ['8823', 'mobile: 138****[8823]'],
    ['138 0731 8823', 'mobile: [13807318823]'],
    ['731', 'mobile: 138*[731]8823'],
    ['881x', 'id-number: 430102********[881X]'],
    ['07881X', 'id-number: 430102******[07881X]'],
    ['43010219900307881x', 'id-number: [43010219900307881X]'],
    ['00CX', 'receipt: 430102-009001-260105-007[00CX]'],
    ['7ooCX', 'receipt: 430102-009001-260105-00[700CX]'],
    ['430102-009001-260105-00700CX', 'receipt: [430102-009001-260105-00700CX]'],
    ['260105', 'receipt: 430102-009001-[260105]-00700CX'],
  ])('is found by %s', (typed, why) => {
    expect(shown(one, typed)).toEqual([why])
  })

  it.each(['88', '81x', '4301021990', '430102', '0090'])('is not found by %s', (typed) => {
    expect(shown(one, typed)).toEqual([])
  })

  it('says whose it is where that is not who the case is listed under', () => {
    const [applicant] = people('', '13900000000', '李四')
    const other = aCase(2, { people: [...(applicant ? [applicant] : []), ...people('', '13807318823', '王五')] })
    expect(shown(other, '8823')).toEqual(['mobile: 138****[8823] of 王五'])
    expect(shown(other, 'ww')).toEqual(['name: [王五] of 王五'])
  })
})

it('finds several words in several places, and an item by its name', () => {
  const one = aCase(1, { people: people('', '13807318823') })
  expect(shown(one, '张 8823')).toEqual(['name: [张]三', 'mobile: 138****[8823]'])
  expect(shown(one, 'spjy')).toEqual(['title: [食品经营]许可'])
  expect(shown(one, '张 9999')).toEqual([])
})

it('ranks the beginning of a name before its middle, characters before sounds, names before titles; then the newest', () => {
  const names = ['张', '张三', '赵张', '章', '小章', '李四']
  const cases = names.map((name, n) => aCase(n, { name, title: name === '李四' ? '张榜' : '' }))
  const order = (typed: string) =>
    indexOf(cases)
      .search(typed, 10)
      .best.map(({ name }) => name)
  expect(order('张')).toEqual(['张', '张三', '赵张', '李四'])
  expect(order('zhang')).toEqual(['章', '张三', '张', '小章', '赵张', '李四'])
})

it('takes the place of what was known of a case, and forgets it', () => {
  const index = indexOf([aCase(1), aCase(2)])
  index.put(aCase(1, { name: '李四' }))
  index.remove(aCase(2).caseId)
  expect(index.count()).toBe(1)
  expect(index.search('zs', 5).total).toBe(0)
  expect(index.search('ls', 5)).toMatchObject({ total: 1, best: [{ name: '李四' }] })
})

it('says how many there are and gives the newest of them', () => {
  const { total, best } = indexOf(Array.from({ length: 120 }, (_, n) => aCase(n))).search('zs', 50)
  expect([total, best.length, best[0]?.caseId]).toEqual([120, 50, aCase(119).caseId])
})

describe('against a plain scan', () => {
  const characters = Array.from('张章单曾查吕𠮷AB1')
  const digits = (min: number, max: number) =>
    fc.array(fc.constantFrom(...Array.from('0128X')), { minLength: min, maxLength: max }).map((some) => some.join(''))
  const name = fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 4 }).map((some) => some.join(''))
  const anyCase = fc.record({ name, idNumber: digits(0, 6), mobile: digits(0, 5), receiptNumber: digits(0, 6) })
  const typed = fc.oneof(
    digits(1, 5),
    name,
    fc
      .array(fc.constantFrom(...Array.from('zhangsceulvjib')), { minLength: 1, maxLength: 7 })
      .map((some) => some.join('')),
  )

  /** Each letter by itself or by the beginning of a reading, one after the other, from any on. */
  function hasName(whole: string, asked: string): boolean {
    const letters = Array.from(whole, (letter) => letter.toLowerCase())
    if (letters.join('').includes(asked)) return true
    const readingsOf = (letter: string) => (/[a-z]/.test(letter) ? [letter] : sounds(letter).split(' '))
    const patternOf = (letter: string) => {
      const typedAs = readingsOf(letter).flatMap((reading) => [reading, reading.replace('v', 'u')])
      const beginnings = typedAs.flatMap((one) => Array.from(one, (_, end) => one.slice(0, end + 1)))
      return beginnings.length > 0 ? `(?:${beginnings.join('|')})` : '(?!)'
    }
    return letters.some((_, from) =>
      letters.some((_letter, end) =>
        new RegExp(
          `^${letters
            .slice(from, end + 1)
            .map(patternOf)
            .join('')}$`,
        ).test(asked),
      ),
    )
  }

  it('finds the same cases', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 8 }), typed, (some, question) => {
        const cases = some.map(({ name: called, idNumber, mobile, receiptNumber }, n) =>
          aCase(n, { receiptNumber, title: '', people: people(idNumber, mobile, called) }),
        )
        const asked = question.toLowerCase()
        const hasDigit = /\d/.test(asked)
        const asReceipt = asked.replaceAll('i', '1')
        const expected = some.flatMap((one, n) => {
          const isFound =
            hasName(one.name, asked) ||
            (hasDigit && asked.length >= 3 && one.mobile.toLowerCase().includes(asked)) ||
            (hasDigit && asked.length >= 4 && one.idNumber.toLowerCase().endsWith(asked)) ||
            (hasDigit && asked.length >= 3 && one.receiptNumber.toLowerCase().includes(asReceipt))
          return isFound ? [aCase(n).caseId] : []
        })
        const { total, best } = indexOf(cases).search(question, 100)
        expect(best.map(({ caseId }) => caseId).toSorted()).toEqual(expected)
        expect(total).toBe(expected.length)
      }),
      { numRuns: 1500 },
    )
  })

  it('shows of a number no digit between its ends but those that were typed', () => {
    const number = fc
      .array(fc.constantFrom(...Array.from('0123456789')), { minLength: 11, maxLength: 18 })
      .map((some) => some.join(''))
    fc.assert(
      fc.property(number, fc.nat(14), fc.integer({ min: 3, max: 8 }), (digitsOf, from, length) => {
        const asked = digitsOf.slice(from, from + length)
        const one = aCase(1, { name: '', people: people(digitsOf, digitsOf, ''), title: '' })
        for (const reason of indexOf([one]).search(asked, 1).best[0]?.reasons ?? []) {
          const ends = reason.field === 'mobile' ? [3, 4] : [6, 4]
          const open = Array.from(reason.shown).filter((character, at) => {
            const isEnd = at < (ends[0] ?? 0) || at >= digitsOf.length - (ends[1] ?? 0)
            return character !== '*' && !isEnd && (at < reason.from || at >= reason.to)
          })
          expect(open).toEqual([])
          expect(reason.shown.slice(reason.from, reason.to)).toBe(asked)
        }
      }),
    )
  })
})
