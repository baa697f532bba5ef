// Goal: the simulator is as strict as SF, and loses nothing. The services themselves are proved by the courier
// contract (server/src/adapters/couriers/sf.contract.test.ts), which talks to it over the wire.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { msgDigest } from './digest'
import { startSfSimulator, type SfSimulator, type SfSimulatorOptions } from './simulator'

const NOW_MS = Date.parse('2026-11-23T01:05:00Z')
const CONTACT = { contact: '样例', mobile: '13800000001', city: '长沙市', address: '样例路1号' }
const ORDER = {
  language: 'zh-CN',
  orderId: 'FR-1',
  cargoDetails: [{ name: '文件' }],
  contactInfoList: [
    { contactType: 1, ...CONTACT },
    { contactType: 2, ...CONTACT },
  ],
}

let dataDir: string
let running: SfSimulator[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'onetrip-sfsim-'))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map((simulator) => simulator.close()))
  rmSync(dataDir, { recursive: true })
})

describe('the digest', () => {
  it('is that of Java', () => {
    const msgData = '{"language":"zh-CN","orderId":"FR-430102-0001","remark":"证照 送达(本人签收)*~"}'
    expect(msgDigest(msgData, '1700000000000', 'TESTCHECKWORD')).toBe('p/JczQmTkKdDtN89l4cNnQ==')
    expect(msgDigest('{"a":1}', '1700000000000', 'cw')).toBe('MTi764CWVlVMKjj8p0kGeQ==')
  })
})

describe('the gate', () => {
  it.each([
    ['A1000', {}],
    ['A1001', { requestID: '' }],
    ['A1001', { msgData: 'no JSON' }],
    ['A1002', { timestamp: String(NOW_MS - 300_001) }],
    ['A1002', { timestamp: String(NOW_MS + 300_001) }],
    ['A1002', { timestamp: 'now' }],
    ['A1004', { partnerID: 'OTHER' }],
    ['A1004', { serviceCode: 'EXP_RECE_QUERY_SFWAYBILL' }],
  ])('answers %s to a call with %j', async (apiResultCode, change) => {
    const { url } = await start()
    expect(await post(url, formOf(ORDER, change))).toMatchObject({ apiResultCode })
  })

  it('answers A1006 when one byte differs from what was signed', async () => {
    const { url } = await start()
    const form = formOf(ORDER)
    form.set('msgData', (form.get('msgData') ?? '').replace('样例路1号', '样例路2号'))
    expect(await post(url, form)).toMatchObject({ apiResultCode: 'A1006', apiErrorMsg: '数字签名无效' })
  })

  it('misses every field of what is no form', async () => {
    const { url } = await start()
    const body = formOf(ORDER).toString()
    const response = await fetch(`${url}/std/service`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain' },
    })
    expect(await response.json()).toMatchObject({ apiResultCode: 'A1001' })
  })
})

describe('a cancellation', () => {
  const cancelOf = (waybillNo: string): URLSearchParams => {
    const message = { orderId: 'FR-1', dealType: 2, waybillNoInfoList: [{ waybillType: 1, waybillNo }] }
    return formOf(message, { serviceCode: 'EXP_RECE_UPDATE_ORDER' })
  }

  it('must name the waybill of the order', async () => {
    const { url } = await start()
    await post(url, formOf(ORDER))
    expect((await post(url, cancelOf('SF7444499999999'))).apiResultData).toContain('8017')
    expect((await post(url, cancelOf('SF7444400000001'))).apiResultData).toContain('"resStatus":2')
  })
})

describe('what is on disk', () => {
  it('survives a restart, scans and all, and a line that a crash left half-written', async () => {
    const first = await start()
    await post(first.url, formOf(ORDER))
    await control(first.url, 'advance', { orderId: 'FR-1' })
    const before = await ordersOf(first.url)
    await first.close()
    appendFileSync(join(dataDir, 'orders.jsonl'), '{"type":"cancelled","orde')

    const second = await start()
    expect(await ordersOf(second.url)).toEqual(before)
    await control(second.url, 'advance', { orderId: 'FR-1', opCode: '33' })
    await second.close()
    const lines = readFileSync(join(dataDir, 'orders.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['created', 'scanned', 'scanned'])
  })
})

describe('parcels', () => {
  it('move by themselves, and each scan is pushed until it is taken', async () => {
    const { server, bodies, pushUrl } = await customer(['1000', '0000'])
    const { url } = await start({ stepMs: 10, pushUrl })
    await post(url, formOf(ORDER))
    await vi.waitFor(() => expect(bodies.length).toBe(5), { timeout: 5_000 }) // four scans, one of them twice
    server.close()

    expect(opCodesOf(await ordersOf(url))).toEqual(['50', '30', '44', '80'])
    expect(bodies[0]).toMatchObject({ mailno: 'SF7444400000001', orderid: 'FR-1', acceptTime: '2026-11-23 09:05:00' })
    expect(new Set(bodies.map(({ opCode }) => opCode))).toEqual(new Set(['50', '30', '44', '80']))
    expect(new Set(bodies.map(({ id }) => id)).size, 'the repeat has the id of the first').toBe(4)
  })

  it('go on moving after a restart', async () => {
    const first = await start()
    await post(first.url, formOf(ORDER))
    await first.close()
    const second = await start({ stepMs: 10 })
    await vi.waitFor(async () => expect(opCodesOf(await ordersOf(second.url))).toEqual(['50', '30', '44', '80']))
  })
})

it('says that it is alive, and refuses a fault that it does not know', async () => {
  const { url } = await start()
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok', simulator: 'sf', orders: 0 })
  expect((await control(url, 'fault', { kind: 'flood', times: 1 })).status).toBe(400)
  expect((await fetch(`${url}/std/service`)).status).toBe(404)
})

async function start(change: Partial<SfSimulatorOptions> = {}): Promise<SfSimulator> {
  const options = {
    port: 0,
    dataDir,
    partnerId: 'DEMO',
    checkWord: 'word',
    pushUrl: '',
    stepMs: 0,
    nowMs: () => NOW_MS,
  }
  const simulator = await startSfSimulator({ ...options, ...change })
  running.push(simulator)
  return simulator
}

function formOf(message: object, change: Readonly<Record<string, string>> = {}): URLSearchParams {
  const fields = {
    partnerID: 'DEMO',
    requestID: 'R-1',
    serviceCode: 'EXP_RECE_CREATE_ORDER',
    timestamp: String(NOW_MS),
    msgData: JSON.stringify(message),
    ...change,
  }
  return new URLSearchParams({ ...fields, msgDigest: msgDigest(fields.msgData, fields.timestamp, 'word') })
}

async function post(url: string, body: URLSearchParams): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/std/service`, { method: 'POST', body })
  return (await response.json()) as Record<string, unknown> // an envelope
}

async function control(url: string, what: string, body: object): Promise<Response> {
  return fetch(`${url}/sim/${what}`, { method: 'POST', body: JSON.stringify(body) })
}

async function ordersOf(url: string): Promise<unknown> {
  return (await fetch(`${url}/sim/orders`)).json()
}

function opCodesOf(orders: unknown): string[] {
  return [...JSON.stringify(orders).matchAll(/"opCode":"(\d+)"/g)].map(([, code]) => code ?? '')
}

type Scan = Readonly<Record<string, string>>

/** A customer that answers pushes with these codes in turn, the last one for ever, and keeps what it was told. */
async function customer(codes: readonly string[]): Promise<{ server: Server; bodies: Scan[]; pushUrl: string }> {
  const bodies: Scan[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const push = JSON.parse(text) as { Body: { WaybillRoute: Scan[] } } // the form of SF's route push
      const return_code = codes[Math.min(bodies.length, codes.length - 1)]
      bodies.push(...push.Body.WaybillRoute)
      response.end(JSON.stringify({ return_code }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, bodies, pushUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push` } // it listens
}
