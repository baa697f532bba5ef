import { expect, it } from 'vitest'
import { readSfPush, SF_PUSH_ANSWER } from './sfPush'

const OURS = '0190c2a4-7c1e-7d0a-9f3b-2a6f0c9d1e11'
const ALSO_OURS = '0190c2a4-7c1e-7d0a-9f3b-2a6f0c9d1e12'

const push = (...orderIds: unknown[]): unknown => ({
  Body: {
    WaybillRoute: orderIds.map((orderid) => ({
      id: '158918741444476',
      mailno: 'SF7444400031887',
      orderid,
      acceptTime: '2020-05-11 16:56:54',
      acceptAddress: '深圳市',
      remark: '已签收',
      opCode: '80',
      reasonCode: '',
    })),
  },
})

it('[COUR-R12] says after which dispatches to ask, each once, and nothing else', () => {
  expect(readSfPush(push(OURS, ALSO_OURS, OURS))).toEqual({ ok: true, value: [OURS, ALSO_OURS] })
})

it('[COUR-R12] leaves out orders that are not ours', () => {
  expect(readSfPush(push('TE201500106', null, undefined, OURS))).toEqual({ ok: true, value: [OURS] })
  expect(readSfPush(push('TE201500106'))).toEqual({ ok: true, value: [] })
})

it.each([[undefined], ['text'], [{}], [{ Body: {} }], [push(...Array<string>(101).fill(OURS))]])(
  '[COUR-R12] answers what is no push as failed: %j',
  (body) => {
    expect(readSfPush(body)).toEqual({ ok: false, error: 'unreadable' })
  },
)

it('answers in the words that SF waits for', () => {
  expect(JSON.stringify(SF_PUSH_ANSWER.taken)).toBe('{"return_code":"0000","return_msg":"成功"}')
})
