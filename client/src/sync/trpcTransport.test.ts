// Goal: of an answer to a pull, every row that can be read is; what cannot be is told apart from what left the feed.
import { expect, it } from 'vitest'
import { PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { createServerClient } from '../api/serverClient'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { createTrpcTransport } from './trpcTransport'

/** The transport to a server that gives this answer to every call. */
function transportTo(answer: unknown) {
  const headers = { [PROTOCOL_HEADER]: String(PROTOCOL) }
  const fetch = async () => Response.json({ result: { data: answer } }, { headers })
  return createTrpcTransport(createServerClient({ app: 'agent', fetch, origin: 'https://example.test' }), {
    deviceId: DeviceId.parse('01890000-0000-7000-8000-000000000999'),
    onServerTime: () => undefined,
    proveUpload: async () => undefined,
  })
}

const district = { districtId: '430102', name: '芙蓉区', city: '长沙市', province: '湖南省', timeZone: 'Asia/Shanghai' }
const answerWith = (...rows: readonly unknown[]) => ({
  epoch: 'e1',
  serverTime: '2026-07-03T01:41:00.000Z',
  changes: rows.map((row, index) => ({ feedId: 'catalogue', seq: index + 1, entityId: String(index), row })),
  cursors: { catalogue: rows.length },
  hasMore: false,
})

it('[SYNC-R15] a row of a kind or a shape that this app does not know keeps no other from it', async () => {
  const ofNewKind = { kind: 'holiday', day: '2026-10-01' }
  const ofNewShape = { kind: 'district', district: { ...district, name: { 'zh-CN': '芙蓉区' } } }
  const known = { kind: 'district', district }
  const reply = await transportTo(answerWith(ofNewKind, known, null, ofNewShape)).pull({ cursors: {}, limit: 9 })
  if (reply.kind !== 'answer') throw new Error(`not an answer but ${reply.kind}`)
  expect(reply.answer.changes.map(({ row }) => row)).toEqual([
    { kind: 'unread', raw: ofNewKind },
    known,
    null,
    { kind: 'unread', raw: ofNewShape },
  ])
})

it('[SYNC-R9] what is no row at all makes the answer none', async () => {
  expect(await transportTo(answerWith('holiday')).pull({ cursors: {}, limit: 9 })).toEqual({ kind: 'not-understood' })
})
