// @vitest-environment happy-dom
// Goal: what only its second copy holds is counted and sent when somebody asks for it, as it is before a wipe. Method: a
// real store with real sealing, a folder in memory, a lock that another tab may have, and a server that takes or refuses all.
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it, vi } from 'vitest'
import { ok } from '@onetrip/shared/lib/result'
import { aTablet } from '../../../test/agentTablet'
import { aBundleStore, aPage, BUNDLE_PARTS, handInFor, sendAlone } from '../../../test/bundleStore'
import { aCopyFolder } from '../../../test/copyFolder'
import { eventually } from '../../../test/eventually'
import { readLostSteps, settleLostStep } from '../../db/lostSteps'
import type { CopyEdges } from '../../rescue/copyKeeper'
import type { BundleEnd } from '../../rescue/sendBundle'
import type { Line } from '../../stores/mobileData'
import type { Tablet } from '../../stores/tablet'
import { keepCopies } from './keepCopies'

const disk = aCopyFolder()
const { folder } = disk
const server: { end: BundleEnd; sent: number } = { end: { kind: 'all', progress: noProgress() }, sent: 0 }
// A page lives long; this one must not outlive its test.
vi.mock('../shell/onReturn', () => ({ onReturn: () => undefined }))
function noProgress() {
  return { operations: 1, operationsThere: 0, refused: 0, scans: 0, scansThere: 0 }
}

const lock = { isFree: true, asked: 0 }
const copies: CopyEdges = {
  openFolder: async () => folder,
  whileFree: async (_lock, run) => {
    lock.asked += 1
    if (lock.isFree) await run()
  },
  createSend: () => async () => {
    server.sent += 1
    return ok(server.end)
  },
}

beforeEach(() => {
  disk.files.clear()
  Object.assign(server, { sent: 0 })
  Object.assign(lock, { isFree: true, asked: 0 })
})

const line: Line = { kind: () => 'unknown', onChange: () => () => undefined }

/** A tablet with one step handed in and copied, which its database then loses while another tab has the lock. */
async function aLoss() {
  const tablet = await aTablet(`copies-${randomUUID()}`)
  const store = await aBundleStore()
  await handInFor(store, 1, [])
  // Each test has an agent, and so a channel, of its own.
  const clock = { ms: 0 }
  const mine = { ...tablet, store, me: { ...tablet.me, postId: randomUUID() }, monotonicMs: () => clock.ms } as Tablet
  const { proveUpload } = BUNDLE_PARTS
  const lost = keepCopies(mine, { copies, proveUpload, line, log: (error) => expect.unreachable(String(error)) })
  await eventually(() => expect(disk.files.size).toBe(1))
  expect(await lost.count()).toBe(0)
  Object.assign(lock, { isFree: false, asked: 0 })
  await store.db.outbox.clear()
  await eventually(() => expect(lock.asked).toBeGreaterThan(0))
  lock.isFree = true
  const readLost = async () => (await readLostSteps(store.db)).map(({ state }) => state)
  return { lost, store, clock, readLost }
}

it('[SYNC-R18] [SYNC-R20] counts what only its copy holds, and sends it when it is asked for', async () => {
  server.end = { kind: 'all', progress: noProgress() }
  const { lost, readLost } = await aLoss()
  expect(await lost.count()).toBe(1)
  lost.send()
  await eventually(() => expect(disk.files.size).toBe(0))
  expect(await lost.count()).toBe(0)
  await vi.waitFor(async () => expect(await readLost()).toEqual([]))
})

it('[SYNC-R18] [SYNC-R20] tells what the server did not take, and holds nothing up for it', async () => {
  const why = { status: 'conflict', serverRevision: 2 } as const
  server.end = { kind: 'some-left', progress: noProgress(), canGoLater: false, refusals: [why] }
  const { lost, store, readLost } = await aLoss()
  lost.send()
  await vi.waitFor(async () => expect(await readLost()).toEqual([{ kind: 'not-taken', why }]))
  lost.send()
  expect(await lost.count()).toBe(0)
  expect([server.sent, disk.files.size]).toEqual([1, 1])
  // Its copy goes as soon as a person has settled it.
  expect(await settleLostStep(store.db, [...disk.files.keys()].join())).toBe(true)
  await eventually(() => expect(disk.files.size).toBe(0))
})

it('[SYNC-R20] copies a page that goes without an operation as soon as it waits', async () => {
  const { store } = await aLoss()
  const copies = disk.files.size
  await sendAlone(store, 2, aPage(30))
  await eventually(() => expect(disk.files.size).toBe(copies + 1))
})

it('[SYNC-R20] sends what waits in its copy once the server is there, later each time that it does not go', async () => {
  server.end = { kind: 'failed', why: 'unreachable', progress: noProgress() }
  const { lost, clock, readLost } = await aLoss()
  lost.sendWaiting(true)
  expect(server.sent).toBe(0)
  lost.send()
  await vi.waitFor(async () => expect(await readLost()).toEqual([{ kind: 'waiting' }]))
  const triedAt = async (ms: number, isBack = false): Promise<number> => {
    clock.ms = ms
    lost.sendWaiting(isBack)
    await new Promise((resolve) => setTimeout(resolve, 20))
    return server.sent
  }
  // Half a minute, then twice as long.
  expect(await triedAt(29_999)).toBe(1)
  expect(await triedAt(30_000)).toBe(2)
  expect(await triedAt(89_999)).toBe(2)
  expect(await triedAt(90_000)).toBe(3)
  server.end = { kind: 'all', progress: noProgress() }
  expect(await triedAt(90_001)).toBe(3)
  expect(await triedAt(90_002, true)).toBe(4)
  await vi.waitFor(async () => expect(await readLost()).toEqual([]))
  expect(disk.files.size).toBe(0)
})

it('gives the copies of what is lost to whoever saves them to a file', async () => {
  server.end = { kind: 'failed', why: 'unreachable', progress: noProgress() }
  const { lost, readLost } = await aLoss()
  expect(await lost.readLost()).toEqual([])
  lost.send()
  await vi.waitFor(async () => expect(await readLost()).toHaveLength(1))
  expect(await lost.readLost()).toEqual([...disk.files.values()])
})
