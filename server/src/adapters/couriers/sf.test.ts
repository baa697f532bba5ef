// Goal: what the real SF may send and the simulator does not, and what we put on the wire, byte by byte.
// Method: a `fetch` that records the request and answers what the test says.
import { DispatchId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { describe, expect, it } from 'vitest'
import { CourierOutage, type CourierOrder } from '../../domain/dispatch/courier'
import { createSfCourier } from './sf'
import { sfDigest } from './sfDigest'
import type { SfDeps } from './sfExchange'

const ID = DispatchId.parse('0190c2a4-7c1e-7d0a-9f3b-2a6f0c9d1e11')
const CONTACT = {
  name: '样例',
  mobile: '13800000001',
  province: '湖南省',
  city: '长沙市',
  county: '芙蓉区',
  address: "样例路1号(南)!~'",
}
const ORDER: CourierOrder = { dispatchId: ID, sender: CONTACT, receiver: CONTACT, weightGrams: 120 }
const BOOKED = { status: 'booked', waybill: { courier: 'sf', number: 'SF7444400031887' } }

const inner = (result: object): string =>
  JSON.stringify({ apiResultCode: 'A1000', apiResultData: JSON.stringify(result) })
const done = (msgData: unknown): string => inner({ success: true, errorCode: 'S0000', errorMsg: null, msgData })
const no = (errorCode: string | number): string =>
  inner({ success: false, errorCode, errorMsg: '样例话', msgData: null })
const order = (change: object = {}): object => ({
  orderId: ID,
  filterResult: 2,
  waybillNoInfoList: [{ waybillType: 1, waybillNo: 'SF7444400031887' }],
  ...change,
})

describe('what goes out', () => {
  it('is one form whose digest is over the very text of msgData', async () => {
    const { courier, sent } = courierAnswering(no('8018'), done(order()))
    await courier.book(ORDER)
    for (const { url, init, form } of sent) {
      expect(url).toBe('https://sfapi-sbox.sf-express.com/std/service')
      expect(init).toMatchObject({ method: 'POST', redirect: 'error' })
      expect(new Headers(init.headers).get('content-type')).toBe('application/x-www-form-urlencoded;charset=UTF-8')
      expect(form.timestamp).toBe('1795395900000')
      expect(form.msgDigest).toBe(sfDigest(form.msgData ?? '', '1795395900000', 'check-word'))
    }
    expect(sent.map(({ form }) => [form.serviceCode, form.partnerID, form.requestID])).toEqual([
      ['EXP_RECE_SEARCH_ORDER_RESP', 'PARTNER', 'request-1'],
      ['EXP_RECE_CREATE_ORDER', 'PARTNER', 'request-2'],
    ])
  })

  it('[COUR-R2] asks before it orders, and does not order what is there', async () => {
    const { courier, sent } = courierAnswering(done(order()))
    expect(await courier.book(ORDER)).toEqual(BOOKED)
    expect(sent.map(({ form }) => form.serviceCode)).toEqual(['EXP_RECE_SEARCH_ORDER_RESP'])
  })

  it('carries the agreement, kilograms, and 文件', async () => {
    const { courier, sent } = courierAnswering(no('8018'), done(order()))
    await courier.book(ORDER)
    expect(JSON.parse(sent[1]?.form.msgData ?? '')).toMatchObject({
      language: 'zh-CN',
      orderId: ID,
      monthlyCard: '7551234567',
      payMethod: 1,
      totalWeight: 0.12,
      cargoDetails: [{ name: '文件' }],
      contactInfoList: [
        { contactType: 1, contact: '样例', country: 'CN' },
        { contactType: 2, contact: '样例', county: '芙蓉区' },
      ],
    })
  })

  it.each([
    'http://sfapi.sf-express.com/std/service',
    'https://sfapi.sf-express.com.example.org/std/service',
    'https://sfapi.sf-express.com/std/service?x=1',
    'http://127.0.0.1:80@example.org/std/service',
    'http://10.0.0.1:80/std/service',
  ])('never goes to %s', (serviceUrl) => {
    expect(() => createSfCourier({ ...depsWith(never), serviceUrl })).toThrow('not a service address of SF')
  })
})

describe('what comes back', () => {
  it.each([
    ['success as a word', inner({ success: 'true', errorCode: 'S0000', msgData: order() })],
    ['numbers as texts', done(order({ filterResult: '2', waybillNoInfoList: [waybill('1')] }))],
    ['no filter result', done(order({ filterResult: null }))],
    ['a return slip before the parcel', done(order({ waybillNoInfoList: [waybill(3, 'SF9'), waybill(1)] }))],
  ])('reads %s', async (_, answer) => {
    expect(await courierAnswering(answer).courier.findBooking(ID)).toEqual(BOOKED)
  })

  it.each([
    ['1', 'sender'],
    ['2', 'receiver'],
    ['3', 'unstated'],
    [null, 'unstated'],
  ])('reads out of reach with remark %s as the side: %s', async (remark, side) => {
    const answer = done(order({ filterResult: 3, remark, waybillNoInfoList: null }))
    expect(await courierAnswering(answer).courier.findBooking(ID)).toEqual({
      status: 'refused',
      refusal: { kind: 'address-not-served', side },
    })
  })

  it('reads an order number used before by its first waybill, as newer SF answers it', async () => {
    expect(await courierAnswering(no('8018'), done(order())).courier.book(ORDER)).toEqual(BOOKED)
    expect(await courierAnswering(no('8018'), no('8016'), done(order())).courier.book(ORDER)).toEqual(BOOKED)
  })

  it('a duplicate that cannot be found yet is unsettled', async () => {
    const { courier } = courierAnswering(no('8018'), no('8016'), no('8018'))
    await expect(courier.book(ORDER)).rejects.toMatchObject({ name: 'CourierOutage', kind: 'unsettled' })
  })

  it('a code that we do not know refuses a booking in SF’s words, and is an error anywhere else', async () => {
    const refusal = { kind: 'other', courierCode: '20036', courierSays: '样例话' }
    expect(await courierAnswering(no('8018'), no('20036')).courier.book(ORDER)).toEqual({ status: 'refused', refusal })
    await expect(courierAnswering(no('20036')).courier.findBooking(ID)).rejects.toThrow('out of place: 20036')
    await expect(courierAnswering(no('20036')).courier.trace(ID)).rejects.toThrow('out of place: 20036')
    await expect(courierAnswering(no('20036')).courier.cancel(ID)).rejects.toThrow('out of place: 20036')
    await expect(courierAnswering(no('8018'), no('8037')).courier.book(ORDER)).rejects.toThrow('order-cancelled')
  })

  it('joins the scans of an order, sorted; of none it is empty', async () => {
    const route = (acceptTime: string, opCode: string): object => ({
      acceptTime,
      acceptAddress: '长沙市',
      remark: '',
      opCode,
    })
    const answer = done({
      routeResps: [
        { mailNo: 'SF1', routes: [route('2026-11-23 10:00:00', '44'), route('2026-11-23 09:00:00', '50')] },
        { mailNo: 'SF2', routes: null },
      ],
    })
    const trace = await courierAnswering(answer).courier.trace(ID)
    expect(trace.map(({ code, at }) => `${code} ${at}`)).toEqual([
      '50 2026-11-23T01:00:00.000Z',
      '44 2026-11-23T02:00:00.000Z',
    ])
    expect(await courierAnswering(done({ routeResps: null })).courier.trace(ID)).toEqual([])
    expect(await courierAnswering(no('8024')).courier.trace(ID)).toEqual([])
  })

  it('a cancellation that SF did not carry out is an error', async () => {
    const { courier, sent } = courierAnswering(done(order()), done({ orderId: ID, resStatus: 1 }))
    await expect(courier.cancel(ID)).rejects.toThrow('resStatus 1')
    expect(JSON.parse(sent[1]?.form.msgData ?? '')).toMatchObject({ dealType: 2, waybillNoInfoList: [waybill(1)] })
  })
})

describe('what does not come back as promised', () => {
  it.each([
    ['no JSON', '<html>502</html>'],
    ['no envelope', '{}'],
    ['no JSON inside', JSON.stringify({ apiResultCode: 'A1000', apiResultData: 'OK' })],
    ['nothing inside', JSON.stringify({ apiResultCode: 'A1000', apiResultData: null })],
    ['no message', done(null)],
    ['another order', done(order({ orderId: 'FR-2' }))],
    ['taken without a waybill', done(order({ waybillNoInfoList: [] }))],
    ['more than a megabyte', done(order({ remark: 'x'.repeat(1024 * 1024) }))],
  ])('%s is an outage', async (_, answer) => {
    const found = courierAnswering(answer).courier.findBooking(ID)
    await expect(found).rejects.toMatchObject({ name: 'CourierOutage', kind: 'unreadable-answer' })
  })

  it('a scan without a time is an outage, for leaving it out would hide it', async () => {
    const answer = done({ routeResps: [{ routes: [{ acceptTime: '昨天', opCode: '80' }] }] })
    await expect(courierAnswering(answer).courier.trace(ID)).rejects.toMatchObject({ kind: 'unreadable-answer' })
  })

  it('a system error inside a good envelope is an outage, its code a number or a text', async () => {
    await expect(courierAnswering(no(4001)).courier.findBooking(ID)).rejects.toMatchObject({ kind: 'courier-down' })
    await expect(courierAnswering(no('S0003')).courier.findBooking(ID)).rejects.toMatchObject({ kind: 'courier-down' })
  })

  it('no answer in time is an outage of its own kind', async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)) // a DOMException
      })
    const courier = createSfCourier({ ...depsWith(silent), timeoutMs: 20 })
    await expect(courier.findBooking(ID)).rejects.toMatchObject({ name: 'CourierOutage', kind: 'timeout' })
  })

  it('another status than 200 is an outage', async () => {
    const courier = createSfCourier(depsWith(async () => new Response('', { status: 302 })))
    await expect(courier.findBooking(ID)).rejects.toMatchObject({ kind: 'http-status', message: 'http-status: 302' })
  })

  it('no error quotes what SF says, for it may name a person', async () => {
    const says = '收件人张三13800000001'
    const answer = JSON.stringify({ apiResultCode: 'A1099', apiErrorMsg: says, apiResultData: null })
    const error: unknown = await courierAnswering(answer)
      .courier.findBooking(ID)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CourierOutage)
    expect(String(error)).toBe('CourierOutage: courier-down: A1099')
  })
})

type Sent = { readonly url: string; readonly init: RequestInit; readonly form: Partial<Record<string, string>> }

/** A courier that gets these answers in this order, and what it sent for them. */
function courierAnswering(...answers: string[]): { courier: ReturnType<typeof createSfCourier>; sent: Sent[] } {
  const sent: Sent[] = []
  const fetch: SfDeps['fetch'] = async (url, init = {}) => {
    const form = Object.fromEntries(new URLSearchParams(init.body as string)) // the adapter sends text
    sent.push({ url: url as string, init, form }) // and asks by text
    const answer = answers[sent.length - 1]
    if (answer === undefined) throw new Error('one call too many')
    return new Response(answer)
  }
  return { courier: createSfCourier(depsWith(fetch, sent)), sent }
}

function depsWith(fetch: SfDeps['fetch'], sent: readonly Sent[] = []): SfDeps {
  return {
    serviceUrl: 'https://sfapi-sbox.sf-express.com/std/service',
    partnerId: 'PARTNER',
    checkWord: 'check-word',
    monthlyCard: '7551234567',
    timeoutMs: 1_000,
    fetch,
    clock: () => Instant.parse('2026-11-23T01:05:00.000Z'),
    newRequestId: () => `request-${sent.length + 1}`,
  }
}

const never: SfDeps['fetch'] = async () => {
  throw new Error('must not be called')
}

function waybill(waybillType: number | string, waybillNo = 'SF7444400031887'): object {
  return { waybillType, waybillNo }
}
