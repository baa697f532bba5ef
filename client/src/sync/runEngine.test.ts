// Goal: what is told of the engine is true at every moment, and it is asked again at the right time, not before.
// Method: steps are scripted, waiting moves a clock; nothing sleeps.
import { expect, it } from 'vitest'
import { NewerStoreError } from '../db/newerStore'
import type { StepResult } from './engine'
import { runEngine, type EngineReport } from './runEngine'

const START_MS = 1_000_000
const PULL_EVERY_MS = 60_000
const unreachable = { kind: 'unreachable' } as const

type Scripted = StepResult | (() => StepResult)

/** Runs an engine that does what is scripted, one step after the other, and stops when it has no more. */
async function run(steps: readonly Scripted[]) {
  const clock = { nowMs: START_MS }
  const stop = new AbortController()
  const told: EngineReport[] = []
  const waits: (number | undefined)[] = []
  const asked: number[] = []
  const left = [...steps]
  await runEngine(
    {
      engine: {
        step: async () => {
          const next = left.shift() ?? { did: 'rest', untilMs: undefined }
          if (left.length === 0) stop.abort()
          return typeof next === 'function' ? next() : next
        },
        askForPull: () => void asked.push(clock.nowMs - START_MS),
        wake: () => undefined,
      },
      nowMs: () => clock.nowMs,
      waitForWake: async (ms) => {
        waits.push(ms)
        clock.nowMs += ms ?? 0
      },
      report: (report) => void told.push(report),
      pullEveryMs: PULL_EVERY_MS,
    },
    stop.signal,
  )
  return { told, waits, asked }
}

it('goes on without waiting while there is something to do, and tells of it', async () => {
  const moved = { trouble: undefined }
  const { told, waits } = await run([
    { did: 'push', ...moved },
    { did: 'pull', ...moved },
    { did: 'upload', ...moved },
  ])
  expect(told).toEqual([{ kind: 'working' }, { kind: 'working' }, { kind: 'working' }])
  expect(waits).toEqual([])
})

it('tells a failure at every step that is held back by it, and rest only when there is rest', async () => {
  const held = { did: 'fail', failure: unreachable, untilMs: START_MS + 300_000 } as const
  const { told, waits, asked } = await run([held, held, held, { did: 'rest', untilMs: undefined }])
  const failing = { kind: 'failing', failure: unreachable, untilMs: START_MS + 300_000, isMoving: false }
  expect(told).toEqual([failing, failing, failing, { kind: 'resting' }])
  expect(waits.slice(0, 3)).toEqual([PULL_EVERY_MS, PULL_EVERY_MS, PULL_EVERY_MS])
  expect(asked).toEqual([0, 60_000, 120_000, 180_000])
})

it('says of a failure beside which something moves that it moves, and waits for nothing', async () => {
  const { told, waits } = await run([
    { did: 'fail', failure: { kind: 'not-understood' }, untilMs: START_MS },
    { did: 'upload', trouble: { kind: 'not-understood' } },
    { did: 'upload', trouble: { kind: 'store-failed', error: new Error('disk full') } },
  ])
  const failing = { kind: 'failing', failure: { kind: 'not-understood' }, isMoving: true }
  expect(told).toMatchObject([failing, failing, { kind: 'store-failed', isMoving: true }])
  expect(waits).toEqual([0])
})

it('waits until something becomes ready, and not for ever where nothing does', async () => {
  const { waits } = await run([
    { did: 'rest', untilMs: START_MS + 1_500 },
    { did: 'fail', failure: { kind: 'signed-out' }, untilMs: undefined },
  ])
  expect(waits).toEqual([1_500, PULL_EVERY_MS - 1_500])
})

it('tells of a store that failed, and tries it again', async () => {
  const { told, waits } = await run([
    { did: 'fail', failure: { kind: 'store-failed', error: new Error('disk full') }, untilMs: START_MS + 2_000 },
    () => {
      throw new Error('the store is gone')
    },
    { did: 'push', trouble: undefined },
  ])
  expect(told).toEqual([
    { kind: 'store-failed', isMoving: false },
    { kind: 'store-failed', isMoving: false },
    { kind: 'working' },
  ])
  expect(waits).toEqual([2_000, 10_000])
})

it('[SYNC-R26] calls a store that a newer app has taken over by its name, however it was met', async () => {
  const taken = new NewerStoreError('the store is newer than version 1')
  const { told } = await run([
    { did: 'fail', failure: { kind: 'store-failed', error: taken }, untilMs: START_MS + 2_000 },
    () => {
      throw Object.assign(new Error('wrapped'), { inner: taken })
    },
  ])
  expect(told.slice(0, 2)).toEqual([{ kind: 'newer-store' }, { kind: 'newer-store' }])
})

it('asks for news again within a minute, also when the clock was set back by a year', async () => {
  const clock = { nowMs: START_MS + 31_536_000_000 }
  const stop = new AbortController()
  const asked: number[] = []
  const waits: (number | undefined)[] = []
  await runEngine(
    {
      engine: {
        step: async () => ({ did: 'rest', untilMs: undefined }),
        askForPull: () => void asked.push(1),
        wake: () => undefined,
      },
      nowMs: () => clock.nowMs,
      waitForWake: async (ms) => {
        waits.push(ms)
        clock.nowMs = waits.length === 1 ? START_MS : clock.nowMs + (ms ?? 0)
        if (waits.length === 3) stop.abort()
      },
      report: () => undefined,
      pullEveryMs: PULL_EVERY_MS,
    },
    stop.signal,
  )
  expect(asked).toHaveLength(3)
  expect(Math.max(...waits.map((ms) => ms ?? Infinity))).toBeLessThanOrEqual(PULL_EVERY_MS)
})
