// Goal: of an answer to a pull, every row that can be read is; what cannot be is told apart from what left the feed.
import { expect, it } from 'vitest'
import { OFFER_HEADER, OFFSET_HEADER, PROOF_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { OfferInput, readOffer, type UploadStanding } from '@onetrip/shared/wire/upload'
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

const offer = OfferInput.parse({
  deviceId: '01890000-0000-7000-8000-000000000999',
  uploadId: '01890000-0000-7000-8000-000000000001',
  caseId: '01890000-0000-7000-8000-000000000002',
  scan: { scanId: 'a'.repeat(64), sizeBytes: 3, mediaType: 'image/jpeg' },
})

/** A server that stands so, by procedure (`first`: a piece with its offer); notes what was asked of it, and with which headers. */
function uploadingTo(standings: Readonly<Record<string, UploadStanding>>) {
  const asked: { readonly procedure: string; readonly headers: Headers }[] = []
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const procedure = /sync[.](\w+)/.exec(url instanceof Request ? url.url : String(url))?.[1] ?? ''
    const headers = new Headers(init?.headers)
    const way = headers.has(OFFER_HEADER) ? 'first' : procedure
    asked.push({ procedure: way, headers })
    const data = { epoch: 'e1', serverTime: '2026-07-03T01:41:00.000Z', standing: standings[way] }
    return Response.json({ result: { data } }, { headers: { [PROTOCOL_HEADER]: String(PROTOCOL) } })
  }
  const transport = createTrpcTransport(createServerClient({ app: 'agent', fetch, origin: 'https://example.test' }), {
    deviceId: offer.deviceId,
    onServerTime: () => undefined,
    proveUpload: async (uploadId) => `proof of ${uploadId}`,
  })
  const send = async (): Promise<UploadStanding | string> => {
    const reply = await transport.offerAndAppend?.(offer, Uint8Array.of(1, 2, 3))
    return reply?.kind === 'answer' ? reply.answer.standing : String(reply?.kind)
  }
  return { send, asked: () => asked.splice(0) }
}

const ALL_OF_IT: UploadStanding = { status: 'continue', offset: 3 }

it('offers a scan with its first piece in one request, under the proof of its upload', async () => {
  const server = uploadingTo({ first: ALL_OF_IT })
  expect(await server.send()).toEqual(ALL_OF_IT)
  const [asked, ...more] = server.asked()
  expect([asked?.procedure, more]).toEqual(['first', []])
  expect(readOffer(asked?.headers.get(OFFER_HEADER) ?? '')).toEqual(offer)
  expect(asked?.headers.get(PROOF_HEADER)).toBe(`proof of ${offer.uploadId}`)
})

it('offers by itself to a server that reads no offer with a piece, and sends it no more pieces in vain', async () => {
  const offered: UploadStanding = { status: 'continue', offset: 1 }
  const server = uploadingTo({ first: { status: 'not-awaited' }, offer: offered, append: ALL_OF_IT })
  for (const ways of [
    ['first', 'offer', 'append'],
    ['offer', 'append'],
    ['offer', 'append'],
  ]) {
    expect(await server.send()).toEqual(ALL_OF_IT)
    const asked = server.asked()
    expect(asked.map(({ procedure }) => procedure)).toEqual(ways)
    // From where that server wants it.
    expect(asked.at(-1)?.headers.get(OFFSET_HEADER)).toBe('1')
  }
})

it('sends nothing more to a server of before that has the piece already', async () => {
  const server = uploadingTo({ first: { status: 'not-awaited' }, offer: ALL_OF_IT })
  expect(await server.send()).toEqual(ALL_OF_IT)
  expect(server.asked().map(({ procedure }) => procedure)).toEqual(['first', 'offer'])
})

it('takes a scan that no words name yet for no old server', async () => {
  const server = uploadingTo({ first: { status: 'not-awaited' }, offer: { status: 'not-awaited' } })
  for (let nth = 0; nth < 2; nth += 1) {
    expect(await server.send()).toEqual({ status: 'not-awaited' })
    expect(server.asked().map(({ procedure }) => procedure)).toEqual(['first', 'offer'])
  }
})
