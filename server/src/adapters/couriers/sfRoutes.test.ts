import { describe, expect, it } from 'vitest'
import { SfRoute, toTraceEvent } from './sfRoutes'

const scan = (change: Partial<SfRoute>): SfRoute => ({
  acceptTime: '2026-11-23 09:05:00',
  acceptAddress: '长沙市',
  remark: '顺丰速运 已收取快件',
  opCode: '50',
  ...change,
})

describe('times', () => {
  it.each([
    ['2026-11-23 09:05:00', '2026-11-23T01:05:00.000Z'],
    ['2026-01-01 00:00:00', '2025-12-31T16:00:00.000Z'],
    ['2028-02-29 23:59:59', '2028-02-29T15:59:59.000Z'],
  ])('%s in Beijing is %s', (acceptTime, at) => {
    expect(toTraceEvent(scan({ acceptTime }))).toEqual({
      at,
      code: '50',
      kind: 'picked-up',
      place: '长沙市',
      remark: '顺丰速运 已收取快件',
    })
  })

  it.each(['', '2026-02-30 09:05:00', '2026-11-23 24:00:00', '2026-11-23', '2026-11-23T09:05:00Z', '明天'])(
    '"%s" is no time',
    (acceptTime) => {
      expect(toTraceEvent(scan({ acceptTime }))).toBeUndefined()
    },
  )
})

describe('operation codes', () => {
  it.each([
    ['50', 'picked-up'],
    ['30', 'in-transit'],
    ['31', 'in-transit'],
    ['3036', 'in-transit'],
    ['123', 'in-transit'],
    ['130', 'arrived-at-destination'],
    ['44', 'out-for-delivery'],
    ['80', 'delivered'],
    ['8000', 'delivered'],
    ['33', 'exception'],
    ['70', 'delivery-attempted'],
    ['99', 'redirected'],
    ['648', 'return-initiated'],
    ['160', 'note'],
    ['', 'note'],
  ])('%s is %s', (opCode, kind) => {
    expect(toTraceEvent(scan({ opCode }))?.kind).toBe(kind)
  })

  it('takes a scan with fields left out or null, and cuts what is too long', () => {
    const route = SfRoute.parse({ acceptTime: '2026-11-23 09:05:00', acceptAddress: null, remark: 'x'.repeat(900) })
    expect(toTraceEvent(route)).toMatchObject({ place: '', code: '', remark: 'x'.repeat(500) })
    expect(toTraceEvent(scan({ remark: `${'x'.repeat(499)}𠮷` }))?.remark).toBe('x'.repeat(499))
  })
})
