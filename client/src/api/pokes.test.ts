import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BACKOFF_MAX_MS, BACKOFF_MIN_MS } from './backoff'
import { followPokes, keepOpen } from './pokes'
import { createServerClient } from './serverClient'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const nowMs = (): number => vi.getMockedSystemTime()?.getTime() ?? Number.NaN

type Opening = {
  readonly onNews: () => void
  readonly onBreak: () => void
  readonly onEnd: () => void
  isClosed: boolean
}

/** A stream whose every opening is noted; `random` draws the longest wait. */
function aStream(random = () => 0.999_999) {
  const openings: Opening[] = []
  const news = { count: 0 }
  const lost = { count: 0 }
  const stream = keepOpen({
    open: (on) => {
      const opening = { ...on, isClosed: false }
      openings.push(opening)
      return () => (opening.isClosed = true)
    },
    onNews: () => void (news.count += 1),
    onLost: () => void (lost.count += 1),
    random,
  })
  const latest = (): Opening => {
    const opening = openings.at(-1)
    if (!opening) throw new Error('it was never opened')
    return opening
  }
  return { stream, openings, news, lost, latest }
}

it('opens again after each end, a little later each time, up to five minutes', () => {
  const { openings, latest } = aStream()
  const waits: number[] = []
  for (let end = 0; end < 12; end += 1) {
    const before = nowMs()
    latest().onEnd()
    vi.advanceTimersToNextTimer()
    waits.push(nowMs() - before)
  }
  expect(openings).toHaveLength(13)
  expect(waits.slice(0, 4)).toEqual([1_000, 1_999, 3_999, 7_999])
  expect(Math.max(...waits)).toBeLessThanOrEqual(BACKOFF_MAX_MS)
  expect(waits.at(-1)).toBeGreaterThan(BACKOFF_MAX_MS - 2_000)
})

it('draws the whole wait by chance: tablets that lost one server do not come back as one', () => {
  const { latest } = aStream(() => 0)
  for (let end = 0; end < 12; end += 1) {
    const before = nowMs()
    latest().onEnd()
    vi.advanceTimersToNextTimer()
    expect(nowMs() - before).toBe(BACKOFF_MIN_MS)
  }
})

it('begins anew with the short wait once something came through', () => {
  const { latest, news } = aStream()
  for (let end = 0; end < 8; end += 1) {
    latest().onEnd()
    vi.advanceTimersToNextTimer()
  }
  latest().onNews()
  const before = nowMs()
  latest().onEnd()
  vi.advanceTimersToNextTimer()
  expect([news.count, nowMs() - before]).toEqual([1, 1_000])
})

it('opens at once when it is woken while it waits, and not twice', () => {
  const { stream, openings, latest } = aStream()
  stream.retry()
  expect(openings).toHaveLength(1)
  latest().onEnd()
  stream.retry()
  stream.retry()
  expect(openings).toHaveLength(2)
  vi.runAllTimers()
  expect(openings).toHaveLength(2)
})

it('tells of each break and each end, and of none of a stream that is closed', () => {
  const { stream, lost, openings, latest } = aStream()
  latest().onBreak()
  latest().onEnd()
  expect(lost.count).toBe(2)
  latest().onBreak()
  vi.runAllTimers()
  stream.stop()
  openings.at(-1)?.onBreak()
  openings.at(-1)?.onEnd()
  expect(lost.count).toBe(2)
})

it('stops for good, waiting or open, and hears nothing more', () => {
  const open = aStream()
  open.stream.stop()
  expect(open.latest().isClosed).toBe(true)
  open.latest().onNews()
  open.latest().onEnd()
  const waiting = aStream()
  waiting.latest().onEnd()
  waiting.stream.stop()
  waiting.stream.retry()
  vi.runAllTimers()
  expect([open.openings.length, open.news.count, waiting.openings.length]).toEqual([1, 0, 1])
})

it('asks as soon as the line breaks, while the browser opens it again by itself', async () => {
  const sources: FakeSource[] = []
  vi.stubGlobal('EventSource', fakeEventSource(sources))
  const client = createServerClient({ app: 'agent', fetch: unexpected, origin: 'https://example.test' })
  const pokes = { count: 0 }
  const stream = followPokes(client, { onPoke: () => void (pokes.count += 1), random: () => 0 })
  await vi.advanceTimersByTimeAsync(1)
  sources[0]?.dispatchEvent(new MessageEvent('connected', { data: '{}' }))
  await vi.advanceTimersByTimeAsync(1)
  expect(pokes.count).toBe(1)
  sources[0]?.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(1)
  expect(pokes.count).toBe(2)
  expect(sources).toHaveLength(1)
  stream.stop()
})

it('lives on over an answer that closes a browser’s event stream for good', async () => {
  const sources: FakeSource[] = []
  vi.stubGlobal('EventSource', fakeEventSource(sources))
  const client = createServerClient({ app: 'agent', fetch: unexpected, origin: 'https://example.test' })
  const pokes = { count: 0 }
  const stream = followPokes(client, { onPoke: () => void (pokes.count += 1), random: () => 0 })
  await vi.advanceTimersByTimeAsync(1)
  // The session has ended: the browser gives up.
  sources[0]?.close()
  sources[0]?.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(BACKOFF_MIN_MS + 1)
  expect(sources).toHaveLength(2)
  const before = pokes.count
  sources[1]?.dispatchEvent(new MessageEvent('connected', { data: '{}' }))
  await vi.advanceTimersByTimeAsync(1)
  expect(pokes.count).toBe(before + 1)
  // The server says that it stops.
  sources[1]?.dispatchEvent(new Event('return'))
  await vi.advanceTimersByTimeAsync(BACKOFF_MIN_MS + 1)
  expect(sources).toHaveLength(3)
  stream.stop()
  await vi.advanceTimersByTimeAsync(BACKOFF_MAX_MS)
  expect([sources.length, sources[2]?.readyState]).toEqual([3, 2])
})

const unexpected = (): never => {
  throw new Error('this test expects no request')
}

type FakeSource = EventTarget & { readonly readyState: number; readonly close: () => void }

/** tRPC calls `new` on what it is given; a function that returns an object is enough. */
function fakeEventSource(sources: FakeSource[]) {
  return function EventSource(): FakeSource {
    const state = { readyState: 1 }
    const source: FakeSource = Object.defineProperties(new EventTarget() as FakeSource, {
      readyState: { get: () => state.readyState },
      CLOSED: { value: 2 },
      close: { value: () => void (state.readyState = 2) },
    })
    sources.push(source)
    return source
  }
}
