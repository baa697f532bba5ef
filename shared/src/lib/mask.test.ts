import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskName, maskPartyName } from './mask'

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
