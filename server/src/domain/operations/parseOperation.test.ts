import { describe, expect, it } from 'vitest'
import { aSubmit, makeWords } from '../../../test/ruling'
import { parseOperation } from './parseOperation'

type Json = { [key: string]: unknown }

/** The hand-in of the fixture as it travels, with a part of it exchanged. */
function submitWith({ payload = {}, content = {}, ...header }: { payload?: Json; content?: Json } & Json): unknown {
  const op = JSON.parse(JSON.stringify(aSubmit())) as { payload: { content: Json } } // our own operation
  return { ...op, ...header, payload: { ...op.payload, ...payload, content: { ...op.payload.content, ...content } } }
}

const [applicant] = makeWords().parties
const [item] = makeWords().items

describe('words that nobody could work with', () => {
  it.each([
    ['the same item twice', { content: { items: [item, item] } }, 'payload.content.items'],
    ['an item in two versions', { content: { items: [item, { ...item, version: 2 }] } }, 'payload.content.items'],
    ['no applicant', { content: { parties: [{ ...applicant, role: 'contact' }] } }, 'payload.content.parties'],
    ['two applicants', { content: { parties: [applicant, applicant] } }, 'payload.content.parties'],
    [
      'a receipt number with a slip',
      { payload: { receiptNumber: '4301020090012611230010018' } },
      'payload.receiptNumber',
    ],
    [
      'a receipt number as typed',
      { payload: { receiptNumber: '430102 009001 261123 0010010' } },
      'payload.receiptNumber',
    ],
    [
      'a signature of no day',
      { content: { signature: { ...makeWords().signature, signedAt: '2026-02-30T00:00:00.000Z' } } },
      'payload.content.signature.signedAt',
    ],
  ])('[CASE-R15] %s is refused by its place', (_name, changes, where) => {
    expect(parseOperation(submitWith(changes))).toMatchObject({
      status: 'refused',
      refusal: { kind: 'malformed', where },
    })
  })

  it('a clock that shows no time is no operation', () => {
    expect(parseOperation(submitWith({ deviceTime: '2026-99-01T00:00:00.000Z' }))).toEqual({ status: 'unreadable' })
  })

  it('and what is right is read', () => {
    expect(parseOperation(submitWith({}))).toMatchObject({ status: 'readable', op: { kind: 'case.submit' } })
  })
})

describe('[SYNC-R23] an operation that says more than this server knows', () => {
  it.each([
    ['beside its header', { priority: 'high' }],
    ['in its payload', { payload: { witness: '张三' } }],
    ['in what was taken in', { content: { interpreter: '李四' } }],
    ['of a party', { content: { parties: [{ ...applicant, nickname: '小王' }] } }],
    ['of a signature', { content: { signature: { ...makeWords().signature, pressure: [1, 2] } } }],
  ])('waits, whether it says so %s', (_where, changes) => {
    expect(parseOperation(submitWith(changes))).toMatchObject({
      status: 'unsupported',
      header: { kind: 'case.submit' },
    })
  })

  it('is read where only the answers to its questions are many', () => {
    const { fields } = makeWords()
    const more = { content: { fields: { ...fields, anyQuestion: '答', another: ['甲', '乙'] } } }
    expect(parseOperation(submitWith(more))).toMatchObject({ status: 'readable' })
  })
})
