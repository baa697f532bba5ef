import { expect, it } from 'vitest'
import { PulledAnswer } from './pull'

const answer = (row: unknown) => ({
  epoch: 'e',
  serverTime: '2026-11-30T01:00:00.000Z',
  changes: [{ feedId: 'catalogue', seq: 1, entityId: 'district', row }],
  cursors: { catalogue: 1 },
  hasMore: false,
})
const row = {
  kind: 'district',
  district: { districtId: '430102', name: '芙蓉区', city: '长沙市', province: '湖南省', timeZone: 'Asia/Shanghai' },
}

it('[SYNC-R23] keeps all that a newer server says in a row that can be read', () => {
  const fuller = { ...row, since: 2027, district: { ...row.district, mayor: { name: '某某' } } }
  expect(PulledAnswer.parse(answer(fuller)).changes[0]?.row).toEqual(fuller)
})

it('[SYNC-R15] keeps a row that it cannot read as it came, and refuses what is no row', () => {
  const unreadable = { ...row, district: 'another shape' }
  expect(PulledAnswer.parse(answer(unreadable)).changes[0]?.row).toEqual({ kind: 'unread', raw: unreadable })
  expect(PulledAnswer.parse(answer(null)).changes[0]?.row).toBeNull()
  expect(PulledAnswer.safeParse(answer({ district: row.district })).success).toBe(false)
})
