import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pullPayload, receiveEvent, receivePull } from './inbound'
import { signMessage } from './signature'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const nowSeconds = 1_782_869_400
const taskId = '0197c3a1-5b1e-7c3d-8a52-6f1e2d3c4b5a'
const accepted = JSON.stringify({ type: 'task.accepted', timestamp: '2026-07-01T09:30:00+08:00', data: { taskId } })

const signed = (payload: Uint8Array, id = 'evt_1') => ({
  headers: signMessage({ id, timestampSeconds: nowSeconds, payload }, [privateKey]),
  publicKeys: [publicKey],
  nowSeconds,
})
const receive = (body: Uint8Array) => receiveEvent({ ...signed(body), body })

describe('an event', () => {
  it('is read once its signature holds', () => {
    const received = receive(Buffer.from(accepted))
    expect(received).toMatchObject({ ok: true, value: { messageId: 'evt_1', reading: { kind: 'event' } } })
  })

  it('[DEPT-R18] is the same message exactly when id and body are the same', () => {
    const first = receive(Buffer.from(accepted))
    const later = Buffer.from(accepted)
    const headers = signMessage({ id: 'evt_1', timestampSeconds: nowSeconds + 60, payload: later }, [privateKey])
    expect(receiveEvent({ headers, publicKeys: [publicKey], nowSeconds: nowSeconds + 60, body: later })).toEqual(first)
    const other = receive(Buffer.from(`${accepted} `))
    expect(other.ok && first.ok && other.value.sha256 !== first.value.sha256).toBe(true)
  })

  it('is not read before: what a stranger sends stays unread', () => {
    const { headers } = signed(Buffer.from(accepted))
    const body = Buffer.from('{')
    expect(receiveEvent({ headers, publicKeys: [publicKey], nowSeconds, body })).toEqual({
      ok: false,
      error: { kind: 'signature-wrong' },
    })
  })

  it('[DEPT-R17] that is no UTF-8 is malformed, not a crash', () => {
    const latin = Buffer.from(accepted.replace('task.accepted', 'task.accept\u00e9d'), 'latin1')
    expect(receive(latin)).toMatchObject({ ok: true, value: { reading: { kind: 'malformed' } } })
  })
})

describe('[DEPT-R11] a pull', () => {
  const path = `/api/departments/urban-management/tasks/${taskId}`

  it('signs its method and path', () => {
    expect(Buffer.from(pullPayload(path)).toString()).toBe(`GET\n${path}\n`)
    expect(receivePull({ ...signed(pullPayload(path), 'get_1'), path })).toMatchObject({ ok: true })
  })

  it.each([
    ['another task', path.replace(/a$/, 'b')],
    ['more of the task', `${path}/scans/${'0'.repeat(64)}`],
    ['another department', path.replace('urban-management', 'fire-rescue')],
    ['a query', `${path}?all=1`],
  ])('opens nothing else: %s', (_what, other) => {
    expect(receivePull({ ...signed(pullPayload(path), 'get_1'), path: other })).toMatchObject({
      ok: false,
      error: { kind: 'signature-wrong' },
    })
  })

  it('is no event, and an event is no pull', () => {
    const request = signed(pullPayload(path))
    expect(receiveEvent({ ...request, body: new Uint8Array() }).ok).toBe(false)
    expect(receiveEvent({ ...request, body: pullPayload(path) })).toMatchObject({
      value: { reading: { kind: 'malformed' } },
    })
  })
})
