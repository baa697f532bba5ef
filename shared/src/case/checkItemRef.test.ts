import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../catalogue/catalogue'
import { anItem, code, day } from '../catalogue/testItem'
import { DistrictId } from '../lib/ids'
import { checkItemRef } from './checkItemRef'

const itemCode = anItem().itemCode
const first = anItem({ version: 1, effective: { from: day('2026-01-01'), to: day('2026-06-30') } })
const second = anItem({ version: 2, effective: { from: day('2026-07-01') } })
const district = {
  districtId: DistrictId.parse('430102'),
  name: '芙蓉区',
  city: '长沙市',
  province: '湖南省',
  timeZone: 'Asia/Shanghai',
}
const calendar = { years: [], statutory: [], officeHours: [{ opensAt: '09:00', closesAt: '17:00' }] }

const check = (version: number, collectedOn: string, ofItem = itemCode) => {
  const items = [first, second].map((item) => ({ kind: 'item', item }) as const)
  const catalogue = buildCatalogue([{ kind: 'district', district }, { kind: 'calendar', calendar }, ...items], 1)
  if (!catalogue) throw new Error('the catalogue is not complete')
  return checkItemRef({ itemCode: ofItem, version }, catalogue, day(collectedOn)).map(({ kind }) => kind)
}

describe('the version that an application is taken in under', () => {
  it('[CASE-R14] is taken from its first day to its last, whenever it is sent', () => {
    expect([check(1, '2026-01-01'), check(1, '2026-06-30'), check(2, '2026-07-01')]).toEqual([[], [], []])
  })

  it('[CASE-R14] is not taken before or after, though another version is in force', () => {
    expect(check(1, '2026-07-01')).toEqual(['item-expired'])
    expect(check(2, '2026-06-30')).toEqual(['item-not-yet'])
  })

  it('[CASE-R14] has to exist', () => {
    expect(check(3, '2026-07-01')).toEqual(['item-unknown'])
    expect(check(1, '2026-06-01', code('000131024009'))).toEqual(['item-unknown'])
  })
})
