// Goal: a server that is full says so before it has read anything, says when to come again, and keeps nobody else waiting.
// Method: a house with room for one, whose work waits for the test; as a browser hears it.
import { Agent, request, type RequestOptions } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { APP_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { openTestHouse } from '../../../test/house'
import { frameOf, makeSubmit } from '../../../test/operations'
import { listenTo, openSignedIn, type Page, type TestServer } from '../../../test/page'
import type { House } from '../../domain/house'
import { createAdmission, type Admission } from '../../domain/sync/admission'

const ONE_INSIDE = { atOnce: 1, inside: 1, patienceMs: 60_000, isTakenAsItComes: false }
const stays = (): void => expect.unreachable('nobody has to give way')

/** For pushes; reading goes on as it does. */
const roomForOne =
  (patienceMs = ONE_INSIDE.patienceMs) =>
  ({ admissions }: House): Pick<House, 'admissions'> => {
    const limits = { ...ONE_INSIDE, patienceMs, longestWaitMs: 10_000, firstPaceMs: 40 }
    const admission = createAdmission({ ...limits, nowMs: () => performance.now() })
    return { admissions: { ...admissions, 'sync.push': admission } }
  }

it('[SYNC-R27] answers 503 with a time when it is full, goes on reading, and takes the same words later', async () => {
  const gate: { open: () => void; isReached: boolean } = { open: () => undefined, isReached: false }
  const isOpen = new Promise<void>((resolve) => (gate.open = resolve))
  await using test = await openTestHouse({
    change: (house) => ({
      ...roomForOne()(house),
      startJobs: async (tx, districtId, changes) => {
        gate.isReached = true
        await isOpen
        await house.startJobs(tx, districtId, changes)
      },
    }),
  })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const made = await Promise.all([makeSubmit(test), makeSubmit(test)])
  const [first, second] = made.map(({ op }) => encodeFrames([frameOf(op, test.devices.agent)]))
  if (!first || !second) throw new Error('two were made')

  const ruling = page.send('sync.push', first)
  await expect.poll(() => gate.isReached).toBe(true)
  const full = await page.send('sync.push', second)
  expect(full).toMatchObject({ status: 503, body: 'SERVICE_UNAVAILABLE' })
  expect(full.headers.get('x-onetrip-protocol')).toBe('1')
  expect(Number(full.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect((await page.query('sync.pull', { cursors: {}, limit: 1 })).status).toBe(200)

  gate.open()
  expect((await ruling).body).toMatchObject({ outcomes: [{ status: 'applied' }] })
  expect((await page.send('sync.push', second)).body).toMatchObject({ outcomes: [{ status: 'applied' }] })
  expect(test.reports).toEqual([])
})

it('[SYNC-R27] gives a place free that a cut or unreadable push had', async () => {
  await using test = await openTestHouse({ change: roomForOne() })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  for (let nth = 0; nth < 3; nth += 1)
    expect((await page.send('sync.push', new Uint8Array([1, 2, 3]))).body).toBe('BAD_REQUEST')
  const { op } = await makeSubmit(test)
  const words = encodeFrames([frameOf(op, test.devices.agent)])
  await sendHalf(server, page, words)
  await expect.poll(async () => (await page.send('sync.push', words)).status, { timeout: 10_000 }).toBe(200)
})

it('[SYNC-R27] whoever brings next to nothing holds the house up for nobody', async () => {
  await using test = await openTestHouse({ change: roomForOne(2_000) })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const { op } = await makeSubmit(test)
  const words = encodeFrames([frameOf(op, test.devices.agent)])
  const trickle = request(headOf(server, page, words.length))
  const gone = new Promise((resolve) => trickle.on('error', resolve))
  trickle.write(words.subarray(0, 1))
  await expect.poll(() => isFull(test.house.admissions['sync.push'])).toBe(true)
  const readStatus = async (): Promise<number> => (await page.send('sync.push', words)).status
  expect(await readStatus()).toBe(503)
  await expect.poll(readStatus, { timeout: 10_000 }).toBe(200)
  // Cut off, not answered: whoever still writes reads nothing.
  await gone
  expect(test.reports).toEqual([])
})

it('[SYNC-R27] whoever is refused may go on writing, and asks again on the same line', async () => {
  await using test = await openTestHouse({ change: roomForOne() })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const entrance = test.house.admissions['sync.push'].enter(stays)
  const line = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => line.destroy())
  for (let nth = 0; nth < 3; nth += 1) expect(await sendOn(line, server, page, new Uint8Array(2_000_000))).toBe(503)
  if (entrance.status === 'in') entrance.place.leave()
  expect(await sendOn(line, server, page, new Uint8Array(2_000_000))).toBe(400)
})

it('[SYNC-R27] answers 503 with a time where no more scans can arrive at once, and takes words meanwhile', async () => {
  const limits = { ...ONE_INSIDE, longestWaitMs: Infinity, firstPaceMs: 20, isTakenAsItComes: true }
  const admission = createAdmission({ ...limits, nowMs: () => performance.now() })
  await using test = await openTestHouse({
    change: ({ admissions }) => ({ admissions: { ...admissions, 'sync.append': admission } }),
  })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const piece = (): Promise<{ status: number; headers: Headers }> => page.send('sync.append', new Uint8Array(9))
  // It is told apart from a full house by being looked at: without its headers it is none that could be taken.
  expect((await piece()).status).toBe(400)
  const entrance = admission.enter(stays)
  const full = await piece()
  expect(full.status).toBe(503)
  expect(Number(full.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  const { op } = await makeSubmit(test)
  const words = encodeFrames([frameOf(op, test.devices.agent)])
  expect((await page.send('sync.push', words)).body).toMatchObject({ outcomes: [{ status: 'applied' }] })
  if (entrance.status === 'in') entrance.place.leave()
  expect((await piece()).status).toBe(400)
})

function headOf({ port, url }: TestServer, page: Page, length: number): RequestOptions {
  const headers = {
    origin: url,
    cookie: page.cookie(),
    [APP_HEADER]: 'agent',
    [PROTOCOL_HEADER]: String(PROTOCOL),
    'content-type': 'application/octet-stream',
    'content-length': length,
  }
  return { host: '127.0.0.1', port, method: 'POST', path: '/api/agent/trpc/sync.push', headers }
}

function isFull(admission: Admission): boolean {
  const entrance = admission.enter(stays)
  if (entrance.status === 'in') entrance.place.leave()
  return entrance.status === 'later'
}

/** Announces all of it, sends half, and pulls the plug. */
function sendHalf(server: TestServer, page: Page, words: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(headOf(server, page, words.length))
    sending.on('error', () => resolve())
    sending.write(words.subarray(0, words.length / 2), () => setTimeout(() => sending.destroy(), 100))
    sending.on('close', resolve)
  })
}

function sendOn(agent: Agent, server: TestServer, page: Page, bytes: Uint8Array): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request({ ...headOf(server, page, bytes.length), agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sending.on('error', reject)
    sending.end(bytes)
  })
}

it('[SYNC-R27] a stream waits for its turn, and gives it on as soon as it has begun', async () => {
  const admission = createAdmission({
    ...ONE_INSIDE,
    inside: Infinity,
    longestWaitMs: Infinity,
    firstPaceMs: 5,
    nowMs: () => performance.now(),
  })
  await using test = await openTestHouse({
    change: ({ admissions }) => ({ admissions: { ...admissions, 'sync.pokes': admission } }),
  })
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const ends = new AbortController()
  const open = (): Promise<Response> => page.fetch('sync.pokes', { signal: ends.signal })
  const streams = await Promise.all([open(), open(), open()])
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200])
  ends.abort()
})
