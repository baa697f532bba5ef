import { describe, expect, it } from 'vitest'
import { meaningOfBusinessCode, meaningOfPlatformCode, type SfMeaning } from './sfCodes'

describe('platform codes', () => {
  it.each([
    ['A1001', 'fault'],
    ['A1002', 'outage'],
    ['A1003', 'fault'],
    ['A1004', 'fault'],
    ['A1005', 'outage'],
    ['A1006', 'fault'],
    ['A1007', 'outage'],
    ['A1008', 'fault'],
    ['A1009', 'outage'],
    ['A1010', 'fault'],
    ['A1011', 'fault'],
    ['A1099', 'outage'],
    ['A9999', 'fault'],
  ] as const)('%s is an %s', (code, means) => {
    expect(meaningOfPlatformCode(code).means).toBe(means)
  })
})

describe('business codes', () => {
  it.each([
    ['1010', { kind: 'contact-incomplete', side: 'sender', field: 'address' }],
    ['1011', { kind: 'contact-incomplete', side: 'sender', field: 'name' }],
    ['1012', { kind: 'contact-incomplete', side: 'sender', field: 'phone' }],
    ['1014', { kind: 'contact-incomplete', side: 'receiver', field: 'address' }],
    ['1015', { kind: 'contact-incomplete', side: 'receiver', field: 'name' }],
    ['1016', { kind: 'contact-incomplete', side: 'receiver', field: 'phone' }],
    ['20052', { kind: 'account-refused' }],
    ['8119', { kind: 'account-refused' }],
    ['8177', { kind: 'no-capacity' }],
    ['8196', { kind: 'phone-not-accepted' }],
    ['20035', { kind: 'contents-refused' }],
    ['20036', { kind: 'other', courierCode: '20036', courierSays: '适用产品不满足' }],
  ] as const)('%s is a refusal', (code, refusal) => {
    expect(meaningOfBusinessCode(code, '适用产品不满足')).toEqual({ means: 'refused', refusal })
  })

  it.each<[string, SfMeaning['means']]>([
    ['8016', 'order-exists'],
    ['8018', 'order-unknown'],
    ['8024', 'order-unknown'],
    ['6150', 'order-unknown'],
    ['8037', 'order-cancelled'],
    ['8253', 'order-cancelled'],
    ['8019', 'past-cancelling'],
    ['8252', 'past-cancelling'],
    ['8017', 'fault'],
    ['S0002', 'fault'],
    ['S0003', 'outage'],
    ['4001', 'outage'],
  ])('%s means %s', (code, means) => {
    expect(meaningOfBusinessCode(code, '').means).toBe(means)
  })
})
