// Goal: a revoked tablet hands in all that can go before it destroys anything, takes in nothing new, and then destroys
// all of its agent and nothing of another. Method: real stores in memory; the transport answers as the test says.
import { randomUUID } from 'node:crypto'
import { Dexie } from 'dexie'
import { expect, it, onTestFinished, vi } from 'vitest'
import { CATALOGUE_FEED, DeviceId, OpId, PostId, uuidv7 } from '@onetrip/shared/lib/ids'
import { Instant, instantToMs } from '@onetrip/shared/lib/time'
import type { PulledAnswer } from '@onetrip/shared/wire/pull'
import { aBundleStore, aPage, handInFor, sendAlone } from '../../test/bundleStore'
import { ClosingStoreError } from '../db/closing'
import { DeviceRegistry, localDatabaseName, type KnownAgent } from '../db/deviceRegistry'
import { keepLostSteps } from '../db/lostSteps'
import { LocalDatabase, type OutboxRecord, type UploadRecord } from '../db/localDatabase'
import { writeMeta } from '../db/meta'
import type { SyncTransport } from '../sync/transport'
import { meetStanding, type Revoked } from './meetStanding'
import { nextWhenRevoked } from './nextWhenRevoked'
import { standingTransport, type StandingDeps } from './standingTransport'
import { readUnsentOfTablet } from './readUnsentOfTablet'
import { finishWipes, wipeAgent } from './wipeAgent'

const NOW = Instant.parse('2026-07-03T01:41:00.000Z')
const EARLIER = Instant.parse('2026-07-01T08:00:00.000Z')
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const idAt = (at: Instant) => uuidv7(instantToMs(at), random)

const WAITING = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
const PARKED = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } } as const
const ENDED = { kind: 'ended', how: 'applied', endedAtMs: 0 } as const
const GOING = { kind: 'waiting', offset: 400, attempts: 0, notBeforeMs: 0 } as const

function aStore() {
  const postId = PostId.parse(randomUUID())
  const db = new LocalDatabase(localDatabaseName(postId))
  onTestFinished(async () => {
    db.close()
    await Dexie.delete(db.name)
  })
  const add = (detail: OutboxRecord['detail'], { caseId = randomUUID(), at = NOW, bytes = 100 } = {}) =>
    db.outbox.add({
      opId: idAt(at),
      caseId,
      deviceSeq: 1,
      state: detail.kind,
      detail,
      alg: 'clear',
      keyId: '',
      body: new ArrayBuffer(bytes),
    })
  const addScan = (detail: UploadRecord['detail'], { caseId = randomUUID(), at = NOW } = {}) =>
    db.uploads.add({
      caseId,
      scanId: randomUUID(),
      opId: idAt(at),
      uploadId: randomUUID(),
      sizeBytes: 1000,
      mediaType: 'image/jpeg',
      state: detail.kind,
      detail,
    })
  return { postId, db, add, addScan }
}

it('counts what has not arrived, its bytes, and since when it waits', async () => {
  const { db, add, addScan } = aStore()
  expect(await readUnsentOfTablet(db)).toEqual({ count: 0, bytes: 0, oldestAt: null, movableCount: 0 })
  await add(ENDED, { at: Instant.parse('2026-06-01T00:00:00.000Z') })
  await add(WAITING)
  await addScan(GOING, { at: EARLIER })
  await addScan({ kind: 'arrived', arrivedAtMs: 0 })
  expect(await readUnsentOfTablet(db)).toEqual({ count: 2, bytes: 700, oldestAt: EARLIER, movableCount: 2 })
})

it('takes what waits for a person, and what hangs on it, for unsent and not for something that goes', async () => {
  const { db, add, addScan } = aStore()
  const caseId = randomUUID()
  await add(PARKED, { caseId })
  await add(WAITING, { caseId })
  await addScan(GOING, { caseId })
  await addScan({ kind: 'blocked', why: 'corrupt' })
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 4, movableCount: 0 })
  await add(WAITING)
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 5, movableCount: 1 })
})

it('[SYNC-R20] counts what lies in a second copy only, until a person has settled it', async () => {
  const { db } = aStore()
  const opId = OpId.parse(idAt(EARLIER))
  await keepLostSteps(db, [
    { name: 'a', opId, state: { kind: 'waiting' } },
    { name: 'b', state: { kind: 'not-taken', why: { status: 'unreadable' } } },
    { name: 'c', state: { kind: 'settled' } },
  ])
  // How many of them can go is counted by the copies themselves.
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 2, oldestAt: EARLIER, movableCount: 0 })
})

it.each([
  [undefined, 3, { kind: 'go-on' }],
  [undefined, 0, { kind: 'go-on' }],
  ['revoked', 3, { kind: 'hand-in', left: 3 }],
  ['revoked', 0, { kind: 'wipe' }],
] as const)('[SYNC-R18] told %s with %i to go: %j', (standing, movableCount, step) => {
  expect(nextWhenRevoked(standing, movableCount)).toEqual(step)
})

const NOTHING_LOST = { count: async () => 0, send: () => undefined }
const LAST_LOOK = { kind: 'handing-in', left: 0 } as const

it('[SYNC-R18] hands in first, and destroys when the last of it has gone', async () => {
  const { db, add } = aStore()
  const seq = await add(WAITING)
  const told: (Revoked | undefined)[] = []
  const wipe = vi.fn(async () => undefined)
  const tell = (revoked: Revoked | undefined) => told.push(revoked)
  const handlers = { db, lost: NOTHING_LOST, wipe, tell, log: () => undefined }
  await meetStanding('revoked', handlers)
  expect(wipe).not.toHaveBeenCalled()
  await db.outbox.update(seq, { state: 'ended', detail: ENDED })
  await meetStanding('revoked', handlers)
  expect(wipe).toHaveBeenCalledOnce()
  expect(told).toEqual([{ kind: 'handing-in', left: 1 }, LAST_LOOK, { kind: 'wiped', unsent: 0 }])
})

it('[SYNC-R18] says how much went with the rest because it waited for a person', async () => {
  const { db, add, addScan } = aStore()
  const caseId = randomUUID()
  await add(PARKED, { caseId })
  await addScan(GOING, { caseId })
  const tell = vi.fn()
  await meetStanding('revoked', { db, lost: NOTHING_LOST, wipe: async () => undefined, tell, log: () => undefined })
  expect(tell).toHaveBeenLastCalledWith({ kind: 'wiped', unsent: 2 })
})

it('[SYNC-R18] destroys nothing while a step of the last moment is being saved, and goes on with it', async () => {
  const { db, add } = aStore()
  await add(PARKED)
  const saving: Promise<unknown>[] = []
  // It begins while the rows are counted, and so is not among them.
  db.outbox.hook('reading', (record: OutboxRecord) => {
    if (saving.length === 0) saving.push(Dexie.ignoreTransaction(() => add(WAITING)))
    return record
  })
  const told: (Revoked | undefined)[] = []
  const wipe = vi.fn(async () => undefined)
  const tell = (revoked: Revoked | undefined) => told.push(revoked)
  await meetStanding('revoked', { db, lost: NOTHING_LOST, wipe, tell, log: () => undefined })
  await Promise.all(saving)
  expect(wipe).not.toHaveBeenCalled()
  expect(told).toEqual([LAST_LOOK, { kind: 'handing-in', left: 1 }])
  expect(await readUnsentOfTablet(db)).toMatchObject({ movableCount: 1 })
})

it('[SYNC-R18] calls no step saved from the moment on in which it destroys', async () => {
  const { db, add } = aStore()
  const saving: Promise<unknown>[] = []
  const wipe = async (): Promise<void> => {
    saving.push(add(WAITING))
    await Promise.allSettled(saving)
  }
  await meetStanding('revoked', { db, lost: NOTHING_LOST, wipe, tell: () => undefined, log: () => undefined })
  await expect(Promise.all(saving)).rejects.toThrow('closed')
})

/** What a second tab of the same agent hands in, and whether it was called saved. */
async function aSecondTab(name: string) {
  const db = new LocalDatabase(name)
  onTestFinished(() => db.close())
  const store = { ...(await aBundleStore()), db }
  const saved: boolean[] = []
  const handIn = async (n: number): Promise<void> => {
    const taken = handInFor(store, n, [])
    saved.push(
      await taken.then(
        () => true,
        () => false,
      ),
    )
  }
  return { db, store, saved, handIn }
}

it('[SYNC-R18] a step that a second tab hands in during the last look is kept, or was never called saved', async () => {
  const { db } = aStore()
  const { store, saved, handIn } = await aSecondTab(db.name)
  const saving: Promise<void>[] = []
  const wipe = vi.fn(async () => void saving.push(handIn(2)))
  // Its sealing takes a while: it may come before the look or after it.
  const tell = () => void saving.push(handIn(1))
  await meetStanding('revoked', { db, lost: NOTHING_LOST, wipe, tell, log: () => undefined })
  await Promise.all(saving)
  const { movableCount } = await readUnsentOfTablet(store.db)
  expect(movableCount).toBe(saved.filter(Boolean).length)
  if (wipe.mock.calls.length > 0) expect(saved).not.toContain(true)
})

it('[SYNC-R18] no tab hands in any more once the last look found nothing, and each again when the tablet is wanted', async () => {
  const { db } = aStore()
  const { store, saved, handIn } = await aSecondTab(db.name)
  const page = aPage(10)
  const wipe = async (): Promise<void> => {
    await handIn(1)
    await expect(sendAlone(store, 2, page)).rejects.toThrow(ClosingStoreError)
    throw new Error('blocked')
  }
  const handlers = { db, lost: NOTHING_LOST, wipe, tell: () => undefined, log: () => undefined }
  await meetStanding('revoked', handlers)
  await handIn(3)
  expect(saved).toEqual([false, false])
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 0 })
  await meetStanding(undefined, handlers)
  await handIn(4)
  expect(saved).toEqual([false, false, true])
})

it('[SYNC-R18] [SYNC-R20] sends what only its second copy holds before it destroys anything', async () => {
  const { db } = aStore()
  const told: (Revoked | undefined)[] = []
  const wipe = vi.fn(async () => undefined)
  const folder = { lost: 2 }
  const lost = { count: async () => folder.lost, send: vi.fn(() => void (folder.lost = 0)) }
  const tell = (revoked: Revoked | undefined) => told.push(revoked)
  const handlers = { db, lost, wipe, tell, log: () => undefined }
  await meetStanding('revoked', handlers)
  expect(lost.send).toHaveBeenCalledOnce()
  expect(wipe).not.toHaveBeenCalled()
  await meetStanding('revoked', handlers)
  expect(wipe).toHaveBeenCalledOnce()
  expect(told).toEqual([{ kind: 'handing-in', left: 2 }, LAST_LOOK, { kind: 'wiped', unsent: 0 }])
})

it('[SYNC-R18] is told, and destroys nothing, where nobody can look for second copies', async () => {
  const { db } = aStore()
  const told: (Revoked | undefined)[] = []
  const wipe = vi.fn(async () => undefined)
  const lost = { count: () => Promise.reject(new Error('no folder')), send: () => undefined }
  const tell = (revoked: Revoked | undefined) => told.push(revoked)
  await meetStanding('revoked', { db, lost, wipe, tell, log: () => undefined })
  expect(wipe).not.toHaveBeenCalled()
  expect(told).toEqual([{ kind: 'handing-in', left: 1 }])
})

it('[SYNC-R18] says that it could not be destroyed, and tries again at the next word', async () => {
  const { db } = aStore()
  const told: (Revoked | undefined)[] = []
  const log = vi.fn()
  const wipe = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('blocked'))
  const tell = (revoked: Revoked | undefined) => told.push(revoked)
  const handlers = { db, lost: NOTHING_LOST, wipe, tell, log }
  await meetStanding('revoked', handlers)
  await meetStanding('revoked', handlers)
  expect(told).toEqual([LAST_LOOK, { kind: 'wipe-failed' }, LAST_LOOK, { kind: 'wiped', unsent: 0 }])
  expect(log).toHaveBeenCalledOnce()
})

const REPORT = {
  deviceId: DeviceId.parse(idAt(NOW)),
  appVersion: '0.1.0',
  unsentCount: 0,
  unsentBytes: 0,
  oldestUnsentAt: null,
}
const CURSORS = { [CATALOGUE_FEED]: 3 }
const ANSWER: PulledAnswer = {
  epoch: 'e',
  serverTime: NOW,
  changes: [{ feedId: CATALOGUE_FEED, seq: 4, entityId: 'x', row: null }],
  cursors: { [CATALOGUE_FEED]: 4 },
  hasMore: true,
}

const NOBODY_ANSWERS = async (): Promise<undefined> => undefined

it('[SYNC-R18] says with a pull how the tablet is, and takes in nothing once it is revoked', async () => {
  const pull = vi.fn<SyncTransport['pull']>(async () => ({ kind: 'answer', answer: ANSWER }))
  const push = vi.fn<SyncTransport['push']>()
  const onStanding = vi.fn(async () => undefined)
  // As much of a transport as this looks at.
  const inner = { pull, push } as unknown as SyncTransport
  const { deviceId } = REPORT
  const transport = standingTransport(inner, {
    deviceId,
    monotonicMs: () => 0,
    readReport: async () => REPORT,
    onStanding,
    hearBySignature: NOBODY_ANSWERS,
  })
  expect(transport.push).toBe(push)

  const input = { cursors: CURSORS, limit: 5 }
  expect(await transport.pull(input)).toEqual({ kind: 'answer', answer: ANSWER })
  expect(pull).toHaveBeenCalledWith({ ...input, device: REPORT })
  expect(onStanding).toHaveBeenLastCalledWith(undefined)

  pull.mockResolvedValueOnce({ kind: 'answer', answer: { ...ANSWER, standing: 'revoked' } })
  const told = await transport.pull(input)
  expect(told).toMatchObject({ answer: { changes: [], cursors: CURSORS, hasMore: false, standing: 'revoked' } })
  expect(onStanding).toHaveBeenLastCalledWith('revoked')

  pull.mockResolvedValueOnce({ kind: 'unreachable' })
  expect(await transport.pull(input)).toEqual({ kind: 'unreachable' })
  expect(onStanding).toHaveBeenCalledTimes(2)
})

it('[SYNC-R18] asks by its signature where nobody is signed in, once in a minute, and does what it is told', async () => {
  const clock = { ms: 0 }
  const server = { reply: { kind: 'signed-out' } as Awaited<ReturnType<SyncTransport['pull']>> }
  const pull = vi.fn<SyncTransport['pull']>(async () => server.reply)
  const onStanding = vi.fn(async () => undefined)
  const hearBySignature = vi.fn<StandingDeps['hearBySignature']>(async () => ({ standing: 'revoked' }))
  const transport = standingTransport({ pull } as unknown as SyncTransport, {
    deviceId: REPORT.deviceId,
    monotonicMs: () => clock.ms,
    readReport: async () => REPORT,
    onStanding,
    hearBySignature,
  })
  const input = { cursors: CURSORS, limit: 5 }
  expect(await transport.pull(input)).toEqual({ kind: 'signed-out' })
  expect(hearBySignature).toHaveBeenCalledExactlyOnceWith(REPORT)
  expect(onStanding).toHaveBeenLastCalledWith('revoked')
  clock.ms = 59_999
  await transport.pull(input)
  expect(hearBySignature).toHaveBeenCalledTimes(1)
  clock.ms = 60_000
  hearBySignature.mockResolvedValueOnce(undefined)
  await transport.pull(input)
  expect([hearBySignature.mock.calls.length, onStanding.mock.calls.length]).toEqual([2, 1])
})

it('says once in a minute how it is, and in between whose it is; until it was heard, each time', async () => {
  const clock = { ms: 0 }
  const pull = vi.fn<SyncTransport['pull']>(async () => ({ kind: 'answer', answer: ANSWER }))
  const { deviceId } = REPORT
  const asking = { deviceId, monotonicMs: () => clock.ms, readReport: async () => REPORT }
  const transport = standingTransport({ pull } as unknown as SyncTransport, {
    ...asking,
    onStanding: async () => undefined,
    hearBySignature: NOBODY_ANSWERS,
  })
  const said = async (atMs: number) => {
    clock.ms = atMs
    await transport.pull({ cursors: CURSORS, limit: 5 })
    const { device, deviceId: asker } = pull.mock.lastCall?.[0] ?? {}
    return { device, asker }
  }
  const [all, whose] = [
    { device: REPORT, asker: undefined },
    { device: undefined, asker: deviceId },
  ]
  pull.mockResolvedValueOnce({ kind: 'unreachable' })
  expect(await said(0)).toEqual(all)
  expect(await said(1)).toEqual(all)
  expect(await said(60_000)).toEqual(whose)
  expect(await said(60_001)).toEqual(all)
  expect(await said(60_002)).toEqual(whose)
  // A server of before would give a revoked one rows again that says no more.
  pull.mockResolvedValueOnce({ kind: 'answer', answer: { ...ANSWER, standing: 'revoked' } })
  expect(await said(60_003)).toEqual(whose)
  expect(await said(60_004)).toEqual(all)
})

it('[SYNC-R18] destroys all of one agent, and nothing of another', async () => {
  const [mine, other] = [aStore(), aStore()]
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  // Of an agent, only whose it is matters here.
  const known = ({ postId }: { postId: PostId }) => ({ postId, failures: 0, notBeforeMs: 0 }) as unknown as KnownAgent
  await registry.agents.bulkPut([known(mine), known(other)])
  const device = { deviceId: REPORT.deviceId, deviceNumber: 7, nextDeviceSeq: 1, nextReceiptCounter: 0 }
  for (const { db } of [mine, other]) await writeMeta(db, 'device', device)

  const folders: string[] = []
  const removeFolder = async (name: string) => void folders.push(name)
  const { postId, db } = mine
  await wipeAgent({ postId, db, registry, removeFolder })
  expect(await Dexie.exists(localDatabaseName(postId))).toBe(false)
  expect(folders).toEqual([localDatabaseName(postId)])
  expect((await registry.agents.toArray()).map((one) => one.postId)).toEqual([other.postId])
  expect(await other.db.meta.count()).toBe(1)
  // What still runs in this page makes no new store.
  await expect(db.meta.count()).rejects.toThrow()
  expect(await Dexie.exists(localDatabaseName(postId))).toBe(false)
  await wipeAgent({ postId, db, registry, removeFolder })
})

it('[SYNC-R18] [SYNC-R20] lets the second copies go last, when the store is gone', async () => {
  const { postId, db } = aStore()
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  await db.open()
  const isStoreThere: boolean[] = []
  const removeFolder = async (name: string): Promise<void> => void isStoreThere.push(await Dexie.exists(name))
  await wipeAgent({ postId, db, registry, removeFolder })
  expect(isStoreThere).toEqual([false])
  // What cannot be taken away now is tried once more.
  await expect(
    wipeAgent({ postId, db, registry, removeFolder: () => Promise.reject(new Error('in use')) }),
  ).rejects.toThrow('in use')
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 0 })
})

it('[SYNC-R18] can be tried again where the browser would not let go of the store', async () => {
  const { postId, db } = aStore()
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  await db.open()
  const wiping = { postId, db, registry, removeFolder: async () => undefined }
  vi.spyOn(Dexie, 'delete').mockRejectedValueOnce(new Error('blocked'))
  await expect(wipeAgent(wiping)).rejects.toThrow('blocked')
  expect(await readUnsentOfTablet(db)).toMatchObject({ count: 0 })
  await wipeAgent(wiping)
  expect(await Dexie.exists(db.name)).toBe(false)
  vi.restoreAllMocks()
})

it('[SYNC-R18] is finished by the next page where one ended in the middle of it, and never where somebody works again', async () => {
  const [cut, back, other] = [aStore(), aStore(), aStore()]
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  // Of an agent, only whose it is matters here.
  const known = ({ postId }: { postId: PostId }) => ({ postId, failures: 0, notBeforeMs: 0 }) as unknown as KnownAgent
  await registry.agents.bulkPut([known(cut), known(back), known(other)])
  const device = { deviceId: REPORT.deviceId, deviceNumber: 7, nextDeviceSeq: 1, nextReceiptCounter: 0 }
  for (const { db } of [cut, back, other]) await writeMeta(db, 'device', device)
  for (const { postId, db } of [cut, back]) {
    const removeFolder = () => Promise.reject(new Error('the page ended'))
    await expect(wipeAgent({ postId, db, registry, removeFolder })).rejects.toThrow('the page ended')
  }
  await writeMeta(back.db, 'device', device)
  for (const { db } of [cut, back, other]) db.close()

  const folders: string[] = []
  await finishWipes({ registry, removeFolder: async (name) => void folders.push(name) })
  expect(folders).toEqual([localDatabaseName(cut.postId)])
  expect(await Dexie.exists(localDatabaseName(cut.postId))).toBe(false)
  const left = (await registry.agents.toArray()).map(({ postId }) => postId)
  expect(left.toSorted()).toEqual([back.postId, other.postId].toSorted())
})
