// Goal: what the database loses is not lost, and nothing is sent twice for it. Method: a real store with real sealing,
// a folder in memory that writes whole files or none, and a crash at every write.
import { expect, it } from 'vitest'
import { aBundleStore, aPage, BUNDLE_PARTS, handInFor, sendAlone } from '../../test/bundleStore'
import { aCopyFolder } from '../../test/copyFolder'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { err, ok } from '@onetrip/shared/lib/result'
import { recordStep } from '../db/commands'
import { readLostSteps, readOpenLostSteps, settleCopies, settleLostStep } from '../db/lostSteps'
import { NO_SYNC, takeReceiptCounter, writeMeta } from '../db/meta'
import { openBundle } from './bundleStorage'
import type { CopyFolder } from './copyFolder'
import { countLost, reconcileCopies, removeCopies, type SecondCopyDeps } from './secondCopy'
import type { BundleEnd } from './sendBundle'
import { readHolding } from './sendDamaged'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

const progress = { operations: 1, operationsThere: 1, refused: 0, scans: 0, scansThere: 0 }

async function aScene(end: BundleEnd = { kind: 'all', progress }) {
  const store = await aBundleStore()
  const { files, folder } = aCopyFolder()
  const sent: Blob[] = []
  const deps: SecondCopyDeps = {
    ...BUNDLE_PARTS,
    store,
    folder,
    log: (error) => expect.unreachable(String(error)),
    send: async (file) => {
      sent.push(file)
      return ok(end)
    },
  }
  const readLost = async () => (await readLostSteps(store.db)).map(({ state }) => state)
  return { store, files, folder, sent, readLost, deps }
}

it('[SYNC-R20] copies each operation once with the scans that it names, and sends nothing that the database has', async () => {
  const { store, files, sent, deps } = await aScene()
  await handInFor(store, 1, [300, 20])
  await handInFor(store, 2, [])
  expect(await reconcileCopies(deps)).toEqual({ copied: 2, rescued: 0, lost: 0 })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(sent).toEqual([])
  const opened = await Promise.all([...files.values()].map((file) => openBundle(file, [])))
  expect(opened.map((one) => one.ok && one.value.layout.head.scans.length)).toEqual([2, 0])
})

it('[SYNC-R20] sends from the copy what the database has lost, and lets it go when all of it is there', async () => {
  const { store, files, sent, deps } = await aScene()
  await handInFor(store, 1, [300])
  await reconcileCopies(deps)
  const [copy] = files.values()
  await Promise.all([store.db.outbox.clear(), store.db.uploads.clear(), store.db.scans.clear()])
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 1, lost: 0 })
  expect(sent).toEqual([copy])
  expect(files.size).toBe(0)
})

it('[SYNC-R20] keeps the copy of what is lost while it could not be sent whole', async () => {
  const { store, files, deps } = await aScene({ kind: 'failed', why: 'unreachable', progress })
  await handInFor(store, 1, [300])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 1 })
  expect(files.size).toBe(1)
})

it('keeps the copy of what has ended until it is forgotten on purpose, and leaves alone what is no copy', async () => {
  const { store, files, folder, sent, deps } = await aScene()
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  await store.db.outbox.toCollection().modify({ state: 'ended', detail: ended })
  files.set('somebody else’s', new Blob(['x']))
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect([files.size, sent.length]).toEqual([2, 0])
  const [record] = await store.db.outbox.toArray()
  await removeCopies(folder, [record?.opId ?? ''])
  expect([...files.keys()]).toEqual(['somebody else’s'])
})

it('nothing that is not sealed leaves the database', async () => {
  const { store, files, deps } = await aScene()
  await handInFor(store, 1, [])
  await store.db.outbox.toCollection().modify({ alg: 'unsealed' })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(files.size).toBe(0)
})

const REFUSED = { status: 'refused', refusal: { kind: 'case-not-found' } } as const
const CONFLICT = { status: 'conflict', serverRevision: 2 } as const
const someLeft = (canGoLater: boolean, ...refusals: readonly (typeof REFUSED | typeof CONFLICT)[]): BundleEnd => ({
  kind: 'some-left',
  progress,
  canGoLater,
  refusals,
})

it.each([
  ['a refusal', someLeft(false, REFUSED), REFUSED],
  ['a conflict', someLeft(false, CONFLICT), CONFLICT],
  ['a scan that was not taken', someLeft(false), { status: 'scan-refused' }],
])('[SYNC-R20] tells of %s once, keeps the copy, and does not send it again', async (_name, end, why) => {
  const { store, files, sent, readLost, deps } = await aScene(end)
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  expect(await countLost(deps.folder, store.db)).toBe(1)
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(await readLost()).toEqual([{ kind: 'not-taken', why }])
  expect([sent.length, files.size]).toEqual([1, 1])
  expect(await countLost(deps.folder, store.db)).toBe(0)
})

it('[SYNC-R8] [SYNC-R20] offers to a restored server what the one of before refused, and takes back what it told', async () => {
  const { store, sent, readLost, deps } = await aScene(someLeft(false, REFUSED))
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  await reconcileCopies(deps)
  await writeMeta(store.db, 'sync', { ...NO_SYNC, epoch: 'after' })
  expect(await countLost(deps.folder, store.db)).toBe(1)
  const send: SecondCopyDeps['send'] = async (file) =>
    deps.send(file, 'after').then(() => ok({ kind: 'all', progress }))
  expect(await reconcileCopies({ ...deps, send })).toEqual({ copied: 0, rescued: 1, lost: 0 })
  expect([sent.length, await readLost()]).toEqual([2, []])
})

it('[SYNC-R20] sends again what was only not taken yet', async () => {
  const { store, sent, readLost, deps } = await aScene(someLeft(true))
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 1 })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 1 })
  expect([sent.length, await readLost()]).toEqual([2, [{ kind: 'waiting' }]])
})

it('[SYNC-R6] [SYNC-R20] sends no step of a case whose step before it has not gone, and each other case', async () => {
  const { store, sent, readLost, deps } = await aScene()
  const body = new TextEncoder().encode('{}')
  const add = (n: number, of: number) => {
    const operations = [{ opId: OpId.parse(uuid(n)), body }]
    const caseId = CaseId.parse(uuid(of))
    return recordStep(store, { caseId, newScans: [], operations, uploads: [], settles: [], atMs: 1 })
  }
  await add(201, 1)
  await add(202, 1)
  await add(203, 2)
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  const busy: SecondCopyDeps['send'] = async (file, storeEpoch) => {
    await deps.send(file, storeEpoch)
    return sent.length === 1 ? ok(someLeft(true)) : ok({ kind: 'all', progress })
  }
  expect(await reconcileCopies({ ...deps, send: busy })).toEqual({ copied: 0, rescued: 1, lost: 2 })
  expect([sent.length, await readLost()]).toEqual([2, [{ kind: 'waiting' }, { kind: 'waiting' }]])
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 2, lost: 0 })
})

it('[SYNC-R20] tells of a copy that is damaged', async () => {
  const { store, files, readLost, deps } = await aScene()
  const send = async () => err('cut-short' as const)
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  expect(await reconcileCopies({ ...deps, send })).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(await readLost()).toEqual([{ kind: 'not-taken', why: { status: 'unreadable' } }])
  expect(files.size).toBe(1)
})

it('[SYNC-R8] [SYNC-R20] sends copies as their store knows the server, in the order in which they were made', async () => {
  const { store, files, deps } = await aScene()
  // Ids bear the time of a clock that was set back in between.
  for (const n of [3, 1, 2]) await handInFor(store, n, [])
  await reconcileCopies(deps)
  const copyOf = (n: number) => [...files].flatMap(([name, file]) => (name.includes(`10${n}.`) ? [file] : []))
  const inOrder = [3, 1, 2].flatMap(copyOf)
  await writeMeta(store.db, 'sync', { ...NO_SYNC, epoch: 'now' })
  await store.db.outbox.clear()
  const sent: [Blob, string | undefined][] = []
  const send: SecondCopyDeps['send'] = async (file, storeEpoch) => {
    sent.push([file, storeEpoch])
    return ok({ kind: 'all', progress })
  }
  await reconcileCopies({ ...deps, send })
  expect(sent).toEqual(inOrder.map((file) => [file, 'now']))
})

it('[SYNC-R6] [SYNC-R20] sends nothing from its copy before what the database still has to send of the same case', async () => {
  const { store, sent, deps } = await aScene()
  const { caseId, body } = { caseId: CaseId.parse(uuid(1)), body: new TextEncoder().encode('{}') }
  const add = (n: number) => {
    const operations = [{ opId: OpId.parse(uuid(n)), body }]
    return recordStep(store, { caseId, newScans: [], operations, uploads: [], settles: [], atMs: 1 })
  }
  const [earlier, lost, later] = [201, 202, 203]
  for (const n of [earlier, lost, later]) await add(n)
  await handInFor(store, 2, [])
  await reconcileCopies(deps)
  await store.db.outbox.where('opId').equals(uuid(lost)).delete()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 1 })
  expect(sent).toEqual([])
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  await store.db.outbox.where('opId').equals(uuid(earlier)).modify({ state: 'ended', detail: ended })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 1, lost: 0 })
})

it('[SYNC-R20] waits for no person before it sends a copy', async () => {
  const { store, deps } = await aScene()
  const caseId = CaseId.parse(uuid(1))
  const body = new TextEncoder().encode('{}')
  const operations = [201, 202, 203].map((n) => ({ opId: OpId.parse(uuid(n)), body }))
  await recordStep(store, { caseId, newScans: [], operations, uploads: [], settles: [], atMs: 1 })
  await reconcileCopies(deps)
  const parked = { kind: 'parked', because: CONFLICT } as const
  await store.db.outbox.where('opId').equals(uuid(201)).modify({ state: 'parked', detail: parked })
  await store.db.outbox.where('opId').equals(uuid(203)).delete()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 1, lost: 0 })
})

it('[SYNC-R20] copies a page that goes without an operation, and lets the copy go when the page has arrived', async () => {
  const { store, files, sent, deps } = await aScene()
  await sendAlone(store, 1, aPage(300))
  expect(await reconcileCopies(deps)).toEqual({ copied: 1, rescued: 0, lost: 0 })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  const [file] = files.values()
  const opened = file && (await openBundle(file, []))
  expect(opened?.ok && opened.value.read()).toMatchObject({ operations: [], uploads: [{ sizeBytes: 300 }] })
  await store.db.uploads.toCollection().modify({ state: 'arrived', detail: { kind: 'arrived', arrivedAtMs: 1 } })
  await reconcileCopies(deps)
  expect([files.size, sent.length]).toEqual([0, 0])
})

it('[SYNC-R20] sends such a page from its copy when the database has lost it, after all words', async () => {
  const { store, files, sent, deps } = await aScene()
  await sendAlone(store, 1, aPage(300))
  await handInFor(store, 2, [])
  await reconcileCopies(deps)
  const copies = [...files].toSorted(([a], [b]) => (a.endsWith('.page') ? 1 : b.endsWith('.page') ? -1 : 0))
  await Promise.all([store.db.outbox.clear(), store.db.uploads.clear(), store.db.scans.clear()])
  expect(await countLost(deps.folder, store.db)).toBe(2)
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 2, lost: 0 })
  expect(sent).toEqual(copies.map(([, file]) => file))
  expect(files.size).toBe(0)
})

it('a page that is damaged here leaves no empty copy', async () => {
  const { store, files, deps } = await aScene()
  await sendAlone(store, 1, aPage(300))
  await store.db.scans.clear()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(files.size).toBe(0)
})

it('[SYNC-R20] tells of whom a lost step is, also where its copy is damaged, and ends it by a person’s word alone', async () => {
  const { store, files, sent, deps } = await aScene(someLeft(false, REFUSED))
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  const [name = ''] = files.keys()
  expect(await settleLostStep(store.db, name)).toBe(false)
  await reconcileCopies(deps)
  const state = { kind: 'not-taken', why: REFUSED }
  expect(await readLostSteps(store.db)).toEqual([{ name, opId: uuid(101), caseId: uuid(1), state }])
  expect(await settleLostStep(store.db, name)).toBe(true)
  expect(await countLost(deps.folder, store.db)).toBe(0)
  await reconcileCopies(deps)
  expect([files.size, sent.length]).toEqual([0, 1])
  expect(await readLostSteps(store.db)).toEqual([])
})

it('[SYNC-R20] sends what is lost where nothing can be written down of it', async () => {
  const { store, deps } = await aScene()
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  const told: unknown[] = []
  store.db.meta.hook('creating', () => {
    throw new Error('the disk is full')
  })
  const log = (error: unknown) => void told.push(error)
  expect(await reconcileCopies({ ...deps, log })).toEqual({ copied: 0, rescued: 1, lost: 0 })
  expect(told).toHaveLength(1)
})

it('[SYNC-R24] reads the names that an earlier app gave, copies nothing twice for them, and knows whose they are', async () => {
  const { store, files, deps } = await aScene(someLeft(false, REFUSED))
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  const [[name, file] = []] = files
  if (!name || !file) throw new Error('no copy')
  // No app of before takes ours for copies of what it does not know.
  expect(name.endsWith('.onetrip')).toBe(false)
  files.clear()
  files.set(`${uuid(101)}.onetrip`, file)
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  await store.db.outbox.clear()
  for (const _round of [1, 2]) {
    await reconcileCopies(deps)
    expect(await readLostSteps(store.db)).toMatchObject([{ opId: uuid(101), caseId: uuid(1) }])
  }
  expect(await reconcileCopies({ ...deps, send: async () => ok({ kind: 'all', progress }) })).toMatchObject({ lost: 0 })
})

it('[SYNC-R20] a full disk holds up no other copy, nothing that is sent, and nothing that makes room', async () => {
  const { store, files, folder, deps } = await aScene()
  await sendAlone(store, 1, aPage(300))
  await handInFor(store, 2, [])
  await reconcileCopies(deps)
  await store.db.uploads.toCollection().modify({ state: 'arrived', detail: { kind: 'arrived', arrivedAtMs: 1 } })
  await store.db.outbox.clear()
  await handInFor(store, 3, [])
  await handInFor(store, 4, [])
  const told: unknown[] = []
  const write: CopyFolder['write'] = async (name, content) => {
    if (name.startsWith(uuid(103))) throw new DOMException('no room', 'QuotaExceededError')
    await folder.write(name, content)
  }
  const log = (error: unknown) => void told.push(error)
  const full = { ...deps, folder: { ...folder, write }, log }
  expect(await reconcileCopies(full)).toEqual({ copied: 1, rescued: 1, lost: 0 })
  expect([told.length, files.size]).toEqual([1, 1])
})

it('[SYNC-R20] one copy that cannot be read keeps no other back, and is told of', async () => {
  const { store, folder, sent, deps } = await aScene()
  for (const n of [1, 2, 3]) await handInFor(store, n, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  const told: unknown[] = []
  const read: CopyFolder['read'] = async (name) => {
    if (name.startsWith(uuid(101))) throw new DOMException('bad block', 'NotReadableError')
    if (name.startsWith(uuid(102))) throw new Error('out of memory')
    return folder.read(name)
  }
  const log = (error: unknown) => void told.push(error)
  expect(await reconcileCopies({ ...deps, folder: { ...folder, read }, log })).toEqual({
    copied: 0,
    rescued: 1,
    lost: 1,
  })
  expect([sent.length, told.length]).toEqual([1, 2])
  expect((await readLostSteps(store.db)).map(({ state }) => state)).toEqual([
    { kind: 'not-taken', why: { status: 'unreadable' } },
    { kind: 'waiting' },
  ])
})

it('[SYNC-R20] takes for lost neither a page that another was named for, nor the copy of what a person has settled', async () => {
  const { store, files, sent, deps } = await aScene()
  const page = aPage(300)
  await sendAlone(store, 1, page)
  await handInFor(store, 2, [])
  await reconcileCopies(deps)
  expect(files.size).toBe(2)
  const [parked] = await store.db.outbox.toArray()
  const detail = { kind: 'parked', because: CONFLICT } as const
  await store.db.outbox.toCollection().modify({ state: 'parked', detail })
  const step = { newScans: [], operations: [], uploads: [], settles: [], atMs: 1 }
  await recordStep(store, { ...step, caseId: CaseId.parse(uuid(1)), drops: [page.ref.scanId] })
  await recordStep(store, { ...step, caseId: CaseId.parse(uuid(2)), settles: [OpId.parse(parked?.opId)] })
  expect(await countLost(deps.folder, store.db)).toBe(0)
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect([files.size, sent.length]).toEqual([0, 0])
  expect(await readLostSteps(store.db)).toEqual([])
})

it('[SYNC-R20] keeps what a person settles while a round is under way', async () => {
  const { store, deps } = await aScene(someLeft(true))
  for (const n of [1, 2]) await handInFor(store, n, [])
  await reconcileCopies(deps)
  await store.db.outbox.where('opId').equals(uuid(101)).delete()
  const [name] = (await deps.folder.list()).filter((one) => one.startsWith(uuid(102)))
  const send: SecondCopyDeps['send'] = async (file) => {
    await settleCopies(store.db, [name ?? ''])
    return deps.send(file, undefined)
  }
  await reconcileCopies({ ...deps, send })
  expect((await readLostSteps(store.db)).map(({ state }) => state.kind)).toEqual(['waiting', 'settled'])
})

it('[SYNC-R8] [SYNC-R20] nobody gives up what a restored server has not been asked about', async () => {
  const { store, deps } = await aScene(someLeft(false, REFUSED))
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  await reconcileCopies(deps)
  const [step] = await readOpenLostSteps(store.db)
  expect(step?.state.kind).toBe('not-taken')
  await writeMeta(store.db, 'sync', { ...NO_SYNC, epoch: 'after' })
  expect((await readOpenLostSteps(store.db)).map(({ state }) => state)).toEqual([{ kind: 'waiting' }])
  expect(await settleLostStep(store.db, step?.name ?? '')).toBe(false)
})

it('[SYNC-R20] gives out no number again that may stand on the receipt of what was lost', async () => {
  const { store, deps } = await aScene({ kind: 'failed', why: 'unreachable', progress })
  const { db } = store
  const before = await db.meta.toArray()
  for (const n of [1, 2]) await handInFor(store, n, [])
  // One of them was reserved in vain.
  const given = [await takeReceiptCounter(db), await takeReceiptCounter(db), await takeReceiptCounter(db)]
  await reconcileCopies(deps)
  // The store is that of before: the hand-ins are gone, and so is the count of their numbers.
  await db.outbox.clear()
  await db.meta.bulkPut(before)
  await reconcileCopies(deps)
  const { counter } = await takeReceiptCounter(db)
  expect(counter).toBeGreaterThan(Math.max(...given.map((one) => one.counter)))
  // Known to be lost since: it leaps once.
  await reconcileCopies(deps)
  expect((await takeReceiptCounter(db)).counter).toBe(counter + 1)
})

it('[SYNC-R20] sends a page that can no longer be read from the copy that has it, and asks about it anew', async () => {
  const { store, files, sent, deps } = await aScene()
  const { db } = store
  await handInFor(store, 1, [300, 20])
  await reconcileCopies(deps)
  const [page] = await db.uploads.toArray()
  const key = [page?.caseId ?? '', page?.scanId ?? ''] as [string, string]
  const readState = async () => (await db.uploads.get(key))?.state
  const blocked = { kind: 'blocked', why: 'damaged-here' } as const
  await db.uploads.update(key, { state: 'blocked', detail: blocked })
  const unreachable: SecondCopyDeps['send'] = async () => ok({ kind: 'failed', why: 'unreachable', progress })
  // It is tried again, and not at every look; until then it is nowhere else.
  expect(await countLost(deps.folder, db)).toBe(1)
  expect(await readHolding({ db, folder: deps.folder })).toEqual([...files.values()])
  expect(await reconcileCopies({ ...deps, send: unreachable })).toMatchObject({ lost: 1 })
  expect(await readState()).toBe('blocked')
  expect(await reconcileCopies(deps)).toMatchObject({ lost: 0 })
  expect(sent).toEqual([...files.values()])
  expect(await readState()).toBe('waiting')
  // What the server does not take from the copy either is asked of a person, and sent no more under that server.
  await db.uploads.update(key, { state: 'blocked', detail: blocked })
  const refused: SecondCopyDeps['send'] = async () =>
    ok({ kind: 'some-left', progress, canGoLater: false, refusals: [] })
  expect(await reconcileCopies({ ...deps, send: refused })).toMatchObject({ lost: 0 })
  await reconcileCopies(deps)
  expect([sent.length, await countLost(deps.folder, db), await readState()]).toEqual([1, 0, 'blocked'])
  await writeMeta(db, 'sync', { ...NO_SYNC, epoch: 'restored' })
  expect(await countLost(deps.folder, db)).toBe(1)
  // A copy that was made without it has nothing to say.
  files.clear()
  await db.scans.delete(key)
  await reconcileCopies(deps)
  await db.uploads.update(key, { state: 'blocked', detail: blocked })
  await reconcileCopies(deps)
  expect(sent).toHaveLength(1)
  expect(await readState()).toBe('blocked')
})
