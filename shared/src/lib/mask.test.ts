import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskAddress, maskIdNumber, maskMobile, maskName, maskPartyName } from './mask'

const han = fc.constantFrom('张', '三', '𠮷', '㛃', '葛󠄀', '欧')

describe('maskName', () => {
  it.each([
    ['', ''],
    ['张', '*'],
    ['张三', '张*'],
    ['张小三', '张*三'],
    ['欧阳小明', '欧**明'],
    ['𠮷田', '𠮷*'],
    ['张𠮷𠮷', '张*𠮷'],
    ['𠮷三', '𠮷*'],
    ['葛󠄀三', '葛󠄀*'],
    [' 张三 ', '张*'],
    ['阿依古丽·买买提', '阿******提'],
    ['林晓（样例）', '林*（样例）'],
    ['林小雨（监护人）', '林*雨（监护人）'],
  ])('%s becomes %s', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('keeps the number of characters and never halves one', () => {
    fc.assert(
      fc.property(fc.array(han, { minLength: 2, maxLength: 6 }), (characters) => {
        const masked = maskName(characters.join(''))
        const last = characters.length >= 3 ? characters.at(-1) : ''
        expect(masked).toBe(`${characters[0] ?? ''}${'*'.repeat(characters.length - (last ? 2 : 1))}${last ?? ''}`)
        expect(masked).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })
})

it('shows the name of a legal person, masks that of a person', () => {
  expect(maskPartyName('legal-person', '芙蓉区小张粉店')).toBe('芙蓉区小张粉店')
  expect(maskPartyName('person', '张小三')).toBe('张*三')
})

it.each([
  ['430102199003071234', '430102********1234'],
  ['USA430185061203', 'USA430*****1203'],
  ['E12345678', 'E1*****78'],
  ['1234', '****'],
])('masks the number %s as %s', (number, masked) => {
  expect(maskIdNumber(number)).toBe(masked)
})

it.each([
  ['13812345678', '138****5678'],
  ['8234567', '*******'],
  ['', ''],
])('masks the telephone %s as %s', (number, masked) => {
  expect(maskMobile(number)).toBe(masked)
})

describe('maskAddress', () => {
  it.each([
    ['长沙市芙蓉区解放中路18号锦绣园3栋2单元1504室', '长沙市芙蓉区解放中路18号锦绣园3栋****'],
    ['解放中路18号华侨大厦A座1504', '解放中路18号华侨大厦A座****'],
    ['韶山北路12号5号楼402', '韶山北路12号5号楼****'],
    ['锦绣园３＃栋402', '锦绣园３＃栋****'],
    ['锦绣园3#栋402', '锦绣园3#栋****'],
    ['五一大道88号1504室', '五一大道88号****'],
    ['锦绣小区人民路402号房', '锦绣小区人民路****'],
    ['定王台街道解放路第三间', '定王台街道****'],
    ['解放中路18号', '解放中路18号'],
    ['某处一楼', '****'],
    ['', ''],
  ])('%s becomes %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked)
  })

  it('never shows a room behind a building', () => {
    const room = fc.integer({ min: 100, max: 9999 }).map(String)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), room, (building, roomNumber) => {
        expect(maskAddress(`五一大道88号${building}栋${roomNumber}室`)).toBe(`五一大道88号${building}栋****`)
      }),
    )
  })
})
