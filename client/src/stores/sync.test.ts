// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it, vi } from 'vitest'
import { OpId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet } from '../../test/agentTablet'
import { recordStep } from '../db/commands'
import type { EngineReport } from '../sync/runEngine'
import { useSyncStore } from './sync'
import { JOIN_SYNC } from './syncControl'
import { TABLET } from './tablet'

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
  await vi.waitFor(() => expect(sync.view.kind).toBe('uploading'))
  return { sync, tell: (report: EngineReport) => engine.report(report) }
}

it('says that a case is only here for as long as the engine holds it back', async () => {
  const { sync, tell } = await setUp('offline')
  tell({ kind: 'failing', failure: { kind: 'unreachable' }, untilMs: 1, isMoving: false })
  expect(sync.view).toEqual({ kind: 'offline', cases: 1, scans: 0 })
  tell({ kind: 'store-failed', isMoving: false })
  expect(sync.view).toEqual({ kind: 'offline', cases: 1, scans: 0 })
  tell({ kind: 'working' })
  expect(sync.view).toMatchObject({ kind: 'uploading' })
})

it('says that it uploads while something moves, and all the same what does not', async () => {
  const { sync, tell } = await setUp('moving')
  tell({ kind: 'failing', failure: { kind: 'not-understood' }, untilMs: undefined, isMoving: true })
  expect(sync.view).toMatchObject({ kind: 'uploading' })
  expect(sync.isTooOld).toBe(true)
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
