// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { expect, it, vi } from 'vitest'
import { OpId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet } from '../../test/agentTablet'
import { aStationCase } from '../../test/tabletPage'
import { recordStep } from '../db/commands'
import { createDexieSyncStorage } from '../db/dexieSyncStorage'
import { keepLostSteps, settleLostStep } from '../db/lostSteps'
import type { EngineReport } from '../sync/runEngine'
import { useSyncStore } from './sync'
import { JOIN_SYNC } from './syncControl'
import { TABLET, type Tablet } from './tablet'

/** The store on a tablet with one case that waits, and the way in which the engine tells it things. */
async function setUp(name: string) {
  const tablet = await aTablet(`sync-${name}`)
  const { caseId } = aDraft()
  await recordStep(tablet.store, {
    caseId,
    newScans: [],
    operations: [{ opId: OpId.parse(tablet.newId()), body: Uint8Array.of(1) }],
    uploads: [],
    settles: [],
    atMs: 1,
  })
  const engine: { report: (report: EngineReport) => void } = { report: () => undefined }
  const app = createApp({})
    .use(createPinia())
    .provide(TABLET, tablet)
    .provide(JOIN_SYNC, (onReport) => {
      engine.report = onReport
      return { wake: () => undefined }
    })
  const sync = app.runWithContext(() => useSyncStore())
  const said = new Set<string>()
  watch(
    () => sync.view.kind,
    (kind) => said.add(kind),
    { immediate: true, flush: 'sync' },
  )
  await vi.waitFor(() => expect(sync.view.kind).toBe('waiting'))
  return { sync, tablet, said, tell: (report: EngineReport) => engine.report(report) }
}

/** One more case that waits. */
const addWaiting = (tablet: Tablet, n: number) =>
  recordStep(tablet.store, {
    caseId: aStationCase(n).caseId,
    newScans: [],
    operations: [{ opId: OpId.parse(tablet.newId()), body: Uint8Array.of(1) }],
    uploads: [],
    settles: [],
    atMs: 1,
  })

/** The oldest that waits has been applied. */
async function endFirst({ store }: Tablet): Promise<void> {
  const { setOutboxStates, readOutbox } = createDexieSyncStorage(store)
  const [first] = await readOutbox()
  if (first) await setOutboxStates([{ seq: first.seq, state: { kind: 'ended', how: 'applied', endedAtMs: 1 } }])
}

it('says nothing settled before the tables were read for the first time', async () => {
  const { said } = await setUp('reading')
  expect([...said]).toEqual(['reading', 'waiting'])
})

it('says that a case is only here for as long as the engine holds it back', async () => {
  const { sync, tell } = await setUp('offline')
  tell({ kind: 'failing', failure: { kind: 'unreachable' }, untilMs: 1, isMoving: false })
  expect(sync.view).toEqual({ kind: 'offline', cases: 1, scans: 0 })
  tell({ kind: 'working' })
  expect(sync.view).toEqual({ kind: 'waiting', cases: 1, scans: 0 })
})

it('never says that it uploads before a byte has left, whatever the engine was doing', async () => {
  const { sync, tell, tablet, said } = await setUp('not-yet')
  tell({ kind: 'resting' })
  await addWaiting(tablet, 2)
  await vi.waitFor(() => expect(sync.view).toEqual({ kind: 'waiting', cases: 2, scans: 0 }))
  tell({ kind: 'working' })
  tell({ kind: 'failing', failure: { kind: 'unreachable' }, untilMs: 1, isMoving: false })
  expect(sync.view).toEqual({ kind: 'offline', cases: 2, scans: 0 })
  expect([...said]).not.toContain('uploading')
})

it('says nothing of an earlier upload to what is handed in after it', async () => {
  const { sync, tell, tablet, said } = await setUp('later')
  tell({ kind: 'working' })
  await endFirst(tablet)
  await vi.waitFor(() => expect(sync.view.kind).not.toBe('waiting'))
  said.clear()
  await addWaiting(tablet, 3)
  await vi.waitFor(() => expect(sync.view.kind).toBe('waiting'))
  expect([...said]).not.toContain('uploading')
})

it('says that it uploads while something moves, and all the same what does not', async () => {
  const { sync, tell, tablet } = await setUp('moving')
  await addWaiting(tablet, 2)
  await vi.waitFor(() => expect(sync.view).toMatchObject({ cases: 2 }))
  tell({ kind: 'working' })
  await endFirst(tablet)
  await vi.waitFor(() => expect(sync.view).toEqual({ kind: 'uploading', percent: 50 }))
  tell({ kind: 'failing', failure: { kind: 'not-understood' }, untilMs: undefined, isMoving: true })
  expect(sync.view).toMatchObject({ kind: 'uploading' })
  expect(sync.isTooOld).toBe(true)
})

it('calls offline only what a line would mend, and says what else holds a case back', async () => {
  const { sync, tell } = await setUp('held')
  const told = (['signed-out', 'not-permitted', 'not-understood', 'unreachable'] as const).map((kind) => {
    tell({ kind: 'failing', failure: { kind }, untilMs: undefined, isMoving: false })
    return sync.view.kind === 'held' ? sync.view.why : sync.view.kind
  })
  expect(told).toEqual(['signed-out', 'not-permitted', 'too-old', 'offline'])
  tell({ kind: 'store-failed', isMoving: false })
  expect(sync.view).toEqual({ kind: 'held', why: 'store-failed', cases: 1 })
  tell({ kind: 'newer-store' })
  expect(sync.view).toEqual({ kind: 'held', why: 'too-old', cases: 1 })
})

it('never says that it uploads what the server does not understand', async () => {
  const { sync, tell, tablet } = await setUp('unsupported')
  const state = { kind: 'waiting', attempts: 1, notBeforeMs: 0, isUnsupported: true } as const
  const { setOutboxStates, readOutbox } = createDexieSyncStorage(tablet.store)
  await setOutboxStates((await readOutbox()).map(({ seq }) => ({ seq, state })))
  tell({ kind: 'resting' })
  await vi.waitFor(() => expect(sync.view).toEqual({ kind: 'held', why: 'too-old', cases: 1 }))
})

it('tells a session that ended, a tablet that may not, and an app that is too old apart', async () => {
  const { sync, tell } = await setUp('apart')
  const told = (['signed-out', 'not-permitted', 'not-understood', 'unreachable'] as const).map((kind) => {
    tell({ kind: 'failing', failure: { kind }, untilMs: undefined, isMoving: false })
    return [sync.isSignedOut, sync.isNotPermitted, sync.isTooOld]
  })
  expect(told).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
  ])
})

it('[SYNC-R20] counts what lies in a second copy only: it waits, or asks for attention, until a person has settled it', async () => {
  const { sync, tablet } = await setUp('lost')
  const { db } = tablet.store
  await endFirst(tablet)
  const { caseId } = aDraft()
  const lost = { name: 'x', caseId, opId: OpId.parse(tablet.newId()) }
  await keepLostSteps(db, [{ ...lost, state: { kind: 'waiting' } }])
  await vi.waitFor(() => expect(sync.view).toEqual({ kind: 'waiting', cases: 1, scans: 0 }))
  await keepLostSteps(db, [{ ...lost, state: { kind: 'not-taken', why: { status: 'scan-refused' } } }])
  await vi.waitFor(() => expect(sync.view).toEqual({ kind: 'attention', count: 1 }))
  await settleLostStep(db, 'x')
  await vi.waitFor(() => expect(sync.view.kind).toBe('offline'))
})
