import { describe, expect, it } from 'vitest'
import { checkImplementingCode, checkItemCode } from './itemCode'
import { err, ok } from './result'

describe('checkItemCode', () => {
  it('cuts a code of the national list', () => {
    expect(checkItemCode('000131024000')).toEqual(
      ok({ code: '000131024000', origin: '00', type: '01', line: '31', mainItem: '024', subItem: '000' }),
    )
  })

  it('cuts a code of Hunan with a letter in the sub item', () => {
    expect(checkItemCode('430131056w00')).toMatchObject({ value: { origin: '43', mainItem: '056', subItem: 'W00' } })
  })

  it.each(['000511002000', '000131023000', '000131128000', '000122011000', '000117017000'])('takes %s', (code) => {
    expect(checkItemCode(code).ok).toBe(true)
  })

  it.each([
    ['00013102400', 'length'],
    ['00A131024000', 'characters'],
    ['000131024-00', 'length'],
    ['00013102400_', 'characters'],
  ] as const)('refuses %s because of its %s', (code, refusal) => {
    expect(checkItemCode(code)).toEqual(err(refusal))
  })
})

describe('checkImplementingCode', () => {
  it('cuts agency, level and item', () => {
    expect(checkImplementingCode('11430682006378338L4000511002000')).toMatchObject({
      value: { agency: { division: '430682' }, level: 'county', item: { code: '000511002000', type: '05' } },
    })
    expect(checkImplementingCode('11430200MB1615904K3000131023000')).toMatchObject({ value: { level: 'city' } })
  })

  it.each([
    ['000511002000', 'length'],
    ['11430682006378338M4000511002000', 'agency'],
    ['92430102MA4T12345K4000511002000', 'agency'],
    ['11430682006378338L0000511002000', 'level'],
    ['11430682006378338L7000511002000', 'level'],
    ['11430682006378338L400051100A000', 'characters'],
  ] as const)('refuses %s because of its %s', (code, refusal) => {
    expect(checkImplementingCode(code)).toEqual(err(refusal))
  })
})
