import { expect, it, vi } from 'vitest'
import { aTablet } from '../../test/agentTablet'
import { writeMeta } from '../db/meta'
import { ANYWAY_MS, mayUpload, type LineKind } from '../sync/mayUpload'
import { createMayUploadNow } from './mayUploadNow'
import type { Line } from './mobileData'

const nowMs = 1_000_000_000
const pausing = { pausesOnMobile: true }

it('holds scans back on mobile data only, and only where the agent said so', () => {
  const of = (pausesOnMobile: boolean, line: LineKind) => mayUpload({ settings: { pausesOnMobile }, line, nowMs })
  expect([of(false, 'mobile'), of(true, 'other'), of(true, 'unknown')]).toEqual([true, true, true])
  expect(of(true, 'mobile')).toBe(false)
})

it('the word "send anyway" holds for an hour, and not for years after a clock was set back', () => {
  const of = (anywayUntilMs: number) => mayUpload({ settings: { ...pausing, anywayUntilMs }, line: 'mobile', nowMs })
  expect([of(nowMs + 1), of(nowMs + ANYWAY_MS)]).toEqual([true, true])
  expect([of(nowMs), of(nowMs + ANYWAY_MS + 1)]).toEqual([false, false])
})

it('answers the engine at once, follows the setting in any tab and the line, and wakes it when scans may go', async () => {
  const { store } = await aTablet('may-upload')
  await writeMeta(store.db, 'uploads', pausing)
  const line: { now: LineKind; tell: () => void } = { now: 'mobile', tell: () => undefined }
  const wake = vi.fn()
  const may = createMayUploadNow({
    db: store.db,
    line: {
      kind: () => line.now,
      onChange: (run) => {
        line.tell = run
        return () => undefined
      },
    },
    nowMs: () => nowMs,
    wake,
  })
  expect(may(), 'before the setting was read').toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(may()).toBe(false)
  expect(wake).not.toHaveBeenCalled()
  await writeMeta(store.db, 'uploads', { ...pausing, anywayUntilMs: nowMs + 5 })
  await vi.waitFor(() => expect(may()).toBe(true))
  expect(wake).toHaveBeenCalledTimes(1)
  await writeMeta(store.db, 'uploads', pausing)
  await vi.waitFor(() => expect(may()).toBe(false))
  line.now = 'other'
  line.tell()
  expect(may()).toBe(true)
  expect(wake).toHaveBeenCalledTimes(2)
})

it('where nothing was set, nothing waits', async () => {
  const { store } = await aTablet('may-upload-unset')
  const line: Line = { kind: () => 'mobile', onChange: () => () => undefined }
  const may = createMayUploadNow({ db: store.db, line, nowMs: () => nowMs, wake: () => undefined })
  await vi.waitFor(() => expect(may()).toBe(true))
})
