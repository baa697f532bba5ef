import { generateKeyPairSync } from 'node:crypto'
import { TaskAnnouncement } from '@onetrip/shared/department/message'
import { Instant } from '@onetrip/shared/lib/time'
import { describe, expect, it } from 'vitest'
import { DepartmentOutage } from '../../domain/department/gateway'
import { readEndpoint } from './endpoint'
import { createDepartmentGateway, type GatewayOptions } from './gateway'
import type { PinnedAnswer, PinnedRequest } from './send'
import { verifyMessage } from './signature'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const now = Instant.parse('2026-07-01T01:30:00.500Z')
const nowSeconds = 1_782_869_400

const announcement = TaskAnnouncement.parse({
  type: 'task.assigned',
  timestamp: '2026-07-01T01:30:00.000Z',
  data: {
    districtId: '430102',
    departmentId: 'urban-management',
    taskId: '0197c3a1-5b1e-7c3d-8a52-6f1e2d3c4b5a',
    caseId: '0197c3a1-5b1e-7a10-9b3c-1f2e3d4c5b6a',
    itemCode: '000117017000',
    itemVersion: 1,
    receiptNumber: '4301020090012607010030076',
    receivedAt: '2026-07-01T01:29:58.120Z',
    dueOn: '2026-07-08',
  },
})

type Setup = Partial<GatewayOptions> & { readonly answer?: Partial<PinnedAnswer>; readonly url?: string }

function setUp({ answer, url = 'https://cg.example.cn/onetrip', ...options }: Setup = {}) {
  const sent: PinnedRequest[] = []
  const endpoint = readEndpoint(url, { allowLoopback: false })
  const gateway = createDepartmentGateway({
    findEndpoint: (districtId, departmentId) =>
      endpoint.ok && `${districtId}/${departmentId}` === '430102/urban-management' ? endpoint.value : undefined,
    privateKeys: [privateKey],
    now: () => now,
    resolve: async () => ['58.20.1.2', '58.20.1.3'],
    send: async (request) => {
      sent.push(request)
      return { httpStatus: 200, retryAfter: undefined, body: '{"registrationNumber":"〔2026〕1号"}', ...answer }
    },
    ...options,
  })
  return { sent, announce: () => gateway.announce({ messageId: 'msg_1', announcement }) }
}

/** Fails unless the call ends in an outage. */
async function outageOf(work: Promise<unknown>): Promise<{ reason: string; retryAfterSeconds: number | undefined }> {
  const outcome = await work.catch((error: unknown) => error)
  if (!(outcome instanceof DepartmentOutage)) throw new Error(`no outage: ${JSON.stringify(outcome)}`)
  return { reason: outcome.reason, retryAfterSeconds: outcome.retryAfterSeconds }
}

describe('announce', () => {
  it('[DEPT-R7] sends the announcement, signed, to the listed address', async () => {
    const { sent, announce } = setUp()
    expect(await announce()).toEqual({ status: 'registered', registrationNumber: '〔2026〕1号' })
    expect(sent).toHaveLength(1)
    const [request] = sent
    expect(request).toMatchObject({ address: '58.20.1.2', maxAnswerBytes: 65_536 })
    expect(request?.url.href).toBe('https://cg.example.cn/onetrip')
    expect(JSON.parse(Buffer.from(request?.body ?? []).toString())).toEqual(announcement)
    const { headers = {}, body: payload = new Uint8Array() } = request ?? {}
    expect(verifyMessage({ headers, payload, publicKeys: [publicKey], nowSeconds })).toEqual({
      ok: true,
      value: { id: 'msg_1', timestampSeconds: nowSeconds },
    })
  })

  it('[DEPT-R1] a second try is the same message', async () => {
    const { sent, announce } = setUp()
    await announce()
    await announce()
    expect(sent[1]?.headers).toEqual(sent[0]?.headers)
    expect(sent[1]?.body).toEqual(sent[0]?.body)
  })

  it('keeps of an answer what a database can keep', async () => {
    const refused = setUp({ answer: { httpStatus: 400, body: 'no\0thing' } })
    expect(await refused.announce()).toEqual({ status: 'refused', httpStatus: 400, answer: 'no\uFFFDthing' })
    const unreadable = setUp({ answer: { body: '\0' } })
    expect(await unreadable.announce()).toEqual({ status: 'unreadable', httpStatus: 200, answer: '\uFFFD' })
  })

  it('calls nobody who is not listed', async () => {
    const { sent, announce } = setUp({ findEndpoint: () => undefined })
    expect((await outageOf(announce())).reason).toBe('not-connected')
    expect(sent).toEqual([])
  })
})

describe('[DEPT-R10] before the call', () => {
  it.each([
    ['the name points inside', ['10.0.0.8'], 'address-refused'],
    ['the name points outside and inside', ['58.20.1.2', '127.0.0.1'], 'address-refused'],
    ['the name points nowhere', [], 'unresolved'],
  ])('%s', async (_what, addresses, reason) => {
    const { sent, announce } = setUp({ resolve: async () => addresses })
    expect((await outageOf(announce())).reason).toBe(reason)
    expect(sent).toEqual([])
  })

  it('the name is not known', async () => {
    const { announce } = setUp({ resolve: async () => Promise.reject(new Error('ENOTFOUND')) })
    expect((await outageOf(announce())).reason).toBe('unresolved')
  })

  it('the name server is silent', async () => {
    const { announce } = setUp({ resolve: () => new Promise(() => undefined), timeoutMs: 20 })
    expect((await outageOf(announce())).reason).toBe('timeout')
  })

  it('the name is looked up once', async () => {
    const asked: string[] = []
    const resolve = async (host: string) => {
      asked.push(host)
      return ['58.20.1.2']
    }
    await setUp({ resolve }).announce()
    expect(asked).toEqual(['cg.example.cn'])
  })
})

describe('[DEPT-R8] answers', () => {
  it.each([
    ['not JSON', '<html>登录</html>'],
    ['no number', '{}'],
    ['a number of another kind', '{"registrationNumber":7}'],
    ['nothing', ''],
  ])('a yes that we cannot read goes to a person with its words: %s', async (_what, body) => {
    const { announce } = setUp({ answer: { body } })
    expect(await announce()).toEqual({ status: 'unreadable', httpStatus: 200, answer: body })
  })

  it.each([400, 401, 403, 404, 409, 410, 422])('[DEPT-R9] %i is a no', async (httpStatus) => {
    const { announce } = setUp({ answer: { httpStatus, body: '不认识' } })
    expect(await announce()).toEqual({ status: 'refused', httpStatus, answer: '不认识' })
  })
})

describe('[DEPT-R9] not now', () => {
  it.each([
    [301, 'redirected'],
    [302, 'redirected'],
    [308, 'redirected'],
    [408, 'busy'],
    [425, 'busy'],
    [429, 'busy'],
    [500, 'busy'],
    [503, 'busy'],
  ])('%i', async (httpStatus, reason) => {
    expect((await outageOf(setUp({ answer: { httpStatus } }).announce())).reason).toBe(reason)
  })

  it.each([
    [undefined, undefined],
    ['120', 120],
    ['1', 1],
    ['0', undefined],
    ['999999', 86_400],
    ['Wed, 01 Jul 2026 01:32:00 GMT', 120],
    ['Wed, 01 Jul 2020 01:32:00 GMT', undefined],
    ['soon', undefined],
  ])('Retry-After %j is %s seconds', async (retryAfter, retryAfterSeconds) => {
    const { announce } = setUp({ answer: { httpStatus: 503, retryAfter } })
    expect(await outageOf(announce())).toEqual({ reason: 'busy', retryAfterSeconds })
  })

  it('a broken line', async () => {
    const { announce } = setUp({ send: async () => Promise.reject(new Error('ECONNRESET')) })
    expect((await outageOf(announce())).reason).toBe('unreachable')
  })

  it('silence', async () => {
    const send = async ({ signal }: PinnedRequest) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    expect((await outageOf(setUp({ send, timeoutMs: 20 }).announce())).reason).toBe('timeout')
  })
})
