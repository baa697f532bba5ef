// What the doors refuse before a procedure is reached, and what they never tell. Over HTTP, because that is where it is.
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_HEADER, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { openTestHouse, type TestHouse } from '../../test/house'
import { listenTo, openPage, openSignedIn, type Page, type TestServer } from '../../test/page'

const state: { test?: TestHouse; server?: TestServer; agent?: Page } = {}
const outage = { isOn: false }

beforeAll(async () => {
  state.test = await openTestHouse({
    change: ({ readCatalogue, clock }) => ({
      readCatalogue,
      clock: () => {
        if (outage.isOn) throw new Error('password is hunter2')
        return clock()
      },
    }),
  })
  state.server = await listenTo(state.test.house)
  state.agent = await openSignedIn(state.server.url, state.test.signIns.agent)
})
afterAll(async () => {
  await state.server?.[Symbol.asyncDispose]()
  await state.test?.[Symbol.asyncDispose]()
})

const json = { 'content-type': 'application/json' }
const get = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the scene is not set')
  return value
}

describe('a mutation', () => {
  it.each([
    ['from another origin', { origin: 'https://evil.example' }],
    ['from the same name at another port', { origin: 'http://127.0.0.1:1' }],
    ['from an opaque origin', { origin: 'null' }],
    ['without our header', { [APP_HEADER]: '' }],
    ['with another app’s header', { [APP_HEADER]: 'staff' }],
  ])('%s is refused, and nothing happens', async (_name, headers) => {
    const agent = get(state.agent)
    const response = await agent.fetch('session.signOut', { method: 'POST', headers: { ...json, ...headers } })
    expect([response.status, await codeOf(response)]).toEqual([403, 'FORBIDDEN'])
    expect((await agent.query('session.who')).body).toMatchObject({ me: { role: 'agent' } })
  })

  it('without an Origin is refused', async () => {
    const { url } = get(state.server)
    const cookie = get(state.agent).cookie() ?? ''
    const headers = { ...json, [APP_HEADER]: 'agent', cookie }
    const response = await fetch(`${url}/api/agent/trpc/session.signOut`, { method: 'POST', headers })
    expect(response.status).toBe(403)
  })

  it('is never taken from a GET', async () => {
    const response = await get(state.agent).fetch('session.signOut')
    expect(response.status).toBe(405)
  })

  it('must come from the address that browsers are known to see, where one is set', async () => {
    await using server = await listenTo(get(state.test).house, { origins: ['https://onetrip.example'] })
    const page = openPage(server.url, 'agent')
    const { loginName, password } = get(state.test).signIns.agent
    const own = await page.mutate('session.signIn', { loginName, password })
    expect(own.status).toBe(403)
    const seen = { origin: 'https://onetrip.example' }
    expect((await page.mutate('session.signIn', { loginName, password }, seen)).body).toMatchObject({
      status: 'signed-in',
    })
  })
})

describe('a body', () => {
  it.each([
    ['form-encoded', 'session.signIn', { 'content-type': 'application/x-www-form-urlencoded' }, 'loginName=a'],
    ['a multipart form', 'session.signIn', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['plain text', 'session.signIn', { 'content-type': 'text/plain' }, '{}'],
    ['of no type', 'session.signIn', { 'content-type': '' }, '{}'],
    ['of bytes, off the sync router', 'session.signIn', { 'content-type': 'application/octet-stream' }, '{}'],
    ['of text, where bytes are taken', 'sync.push', { 'content-type': 'application/json' }, '{}'],
    ['compressed bytes', 'sync.push', { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' }, 'x'],
  ])('%s is refused', async (_name, path, headers, body) => {
    const response = await get(state.agent).fetch(path, { method: 'POST', headers, body })
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  it('of compressed JSON is refused, however small it is', async () => {
    const body = gzipSync('{}')
    const headers = { ...json, 'content-encoding': 'gzip' }
    const response = await get(state.agent).fetch('session.signIn', { method: 'POST', headers, body })
    expect(response.status).toBe(415)
  })

  it('of more than a megabyte of JSON is refused', async () => {
    const answer = await get(state.agent).mutate('session.signIn', { loginName: 'x'.repeat(1_100_000) })
    expect([answer.status, answer.body]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  it('of broken JSON, or of bytes that are no frames, is the caller’s fault', async () => {
    const agent = get(state.agent)
    const broken = await agent.fetch('session.signIn', { method: 'POST', headers: json, body: '{' })
    expect(await codeOf(broken)).toBe('BAD_REQUEST')
    expect((await agent.send('sync.push', new Uint8Array([0, 0, 0, 9, 1]))).body).toBe('BAD_REQUEST')
  })
})

describe('[SYNC-R9] the protocol', () => {
  it.each(['', '2'])('must be named: not “%s”', async (version) => {
    const agent = get(state.agent)
    for (const path of ['sync.pull?input=%7B%7D', 'session.who,sync.pull?batch=1&input=%7B%7D']) {
      const response = await agent.fetch(path, { headers: { [PROTOCOL_HEADER]: version } })
      expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST'])
    }
  })

  it.each([
    ['an answer', 'sync.pull', { cursors: {}, limit: 1 }, 200],
    ['a refusal', 'sync.pull', { cursors: {} }, 400],
    ['an unknown path', 'sync.elsewhere', {}, 404],
  ])('stands on %s', async (_name, path, input, status) => {
    const { status: found, headers } = await get(state.agent).query(path, input)
    expect([found, headers.get(PROTOCOL_HEADER)]).toEqual([status, '1'])
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('a batch', () => {
  const batchOf = (paths: readonly string[]): string => `${paths.join(',')}?batch=1&input=%7B%7D`

  it('has at most ten calls', async () => {
    const agent = get(state.agent)
    const ten = Array.from({ length: 10 }, () => 'session.who')
    expect((await agent.fetch(batchOf(ten))).status).toBe(200)
    expect((await agent.fetch(batchOf([...ten, 'session.who']))).status).toBe(400)
  })

  it('never holds a guess', async () => {
    const test = get(state.test)
    const { loginName } = test.signIns.agent
    const guess = { loginName, password: 'guess' }
    const before = await countTries(test)
    const response = await openPage(get(state.server).url, 'agent').fetch('session.signIn,session.signIn?batch=1', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ 0: guess, 1: guess }),
    })
    expect(response.status).toBe(400)
    expect(await countTries(test)).toBe(before)
  })
})

describe('an error', () => {
  it('tells its code and nothing else', async () => {
    const secret = { loginName: 'a-name-that-nobody-may-see', password: 'x'.repeat(300) }
    const page = openPage(get(state.server).url, 'agent')
    const bad = await page.fetch('session.signIn', { method: 'POST', headers: json, body: JSON.stringify(secret) })
    expect(await bad.json()).toEqual({
      error: { message: 'BAD_REQUEST', code: -32600, data: { code: 'BAD_REQUEST', httpStatus: 400 } },
    })

    outage.isOn = true
    const bug = await get(state.agent).fetch('session.who')
    outage.isOn = false
    expect(bug.status).toBe(500)
    const words = JSON.stringify(await bug.json())
    expect(words).toContain('INTERNAL_SERVER_ERROR')
    expect(words).not.toMatch(/hunter2|stack|\.ts|cause/)
  })
})

describe('nobody who has not signed in', () => {
  it.each(['agent', 'staff', 'resident'] as const)('reaches anything but the door of %s', async (app) => {
    const page = openPage(get(state.server).url, app)
    expect((await page.query('session.who')).body).toMatchObject({ me: null })
    expect((await page.query('sync.pull', { cursors: {}, limit: 1 })).body).toBe('UNAUTHORIZED')
    expect((await page.mutate('session.registerDevice', { deviceId: 'x' })).body).toBe('UNAUTHORIZED')
  })

  it('signs in at the residents’ door', async () => {
    const { loginName, password } = get(state.test).signIns.agent
    const page = openPage(get(state.server).url, 'resident')
    expect((await page.mutate('session.signIn', { loginName, password })).body).toBe('FORBIDDEN')
  })
})

it('is well while the database is, and says which epoch it is', async () => {
  const { url } = get(state.server)
  const response = await fetch(`${url}/health`)
  const { rows } = await get(state.test).ownerPool.query<{ epoch: string }>('select epoch from server_epoch')
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok', epoch: rows[0]?.epoch }])
})

it('sends every answer with the headers that keep a page to itself', async () => {
  const { headers } = await fetch(`${get(state.server).url}/health`)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy.split(';').sort()).toEqual(
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "font-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "require-trusted-types-for 'script'",
      'trusted-types vue onetrip',
    ].sort(),
  )
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('permissions-policy')).toContain('camera=(self)')
  expect(headers.get('x-powered-by')).toBeNull()
})

it('tells an answer of the API no more than keeps data to itself: a tablet hears hundreds of them', async () => {
  const { headers } = await get(state.agent).query('sync.pull', { cursors: {}, limit: 1 })
  const ofTransport = ['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'keep-alive', 'vary']
  const ours = [...headers].filter(([name]) => ![...ofTransport, 'transfer-encoding'].includes(name))
  expect(Object.fromEntries(ours)).toEqual({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-onetrip-protocol': '1',
  })
  // What the door refuses, too.
  const refused = await fetch(`${get(state.server).url}/api/agent/trpc/sync.pull`)
  expect(refused.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
})

it('compresses what is worth it', async () => {
  const { headers } = await get(state.agent).query('sync.pull', { cursors: { catalogue: 0 }, limit: 500 })
  expect(headers.get('content-encoding')).toBe('gzip')
})

const codeOf = async (response: Response): Promise<unknown> => {
  const answer = (await response.json()) as Envelope | readonly Envelope[]
  return (Array.isArray(answer) ? (answer as readonly Envelope[])[0] : (answer as Envelope))?.error?.data.code
}
type Envelope = { readonly error?: { readonly data: { readonly code: string } } }

async function countTries({ ownerPool }: TestHouse): Promise<number> {
  const { rows } = await ownerPool.query<{ n: number }>('select coalesce(sum(count), 0)::int as n from attempt')
  return rows[0]?.n ?? -1
}
