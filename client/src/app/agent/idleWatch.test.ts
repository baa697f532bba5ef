import { expect, it, vi } from 'vitest'
import { watchIdleness } from './idleWatch'

const IDLE_MS = 300_000

/** A watch on a clock and a timer that the test moves; the timer may sleep while the clock goes on. */
function setUp() {
  const clock = { ms: 1_000_000 }
  const timers: { readonly atMs: number; readonly run: () => void }[] = []
  const onIdle = vi.fn()
  const watch = watchIdleness({
    nowMs: () => clock.ms,
    idleMs: IDLE_MS,
    later: (ms, run) => {
      const timer = { atMs: clock.ms + ms, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    onIdle,
  })
  const pass = (ms: number): void => {
    clock.ms += ms
    for (const due of timers.filter(({ atMs }) => atMs <= clock.ms)) {
      timers.splice(timers.indexOf(due), 1)
      due.run()
    }
  }
  return { watch, clock, timers, onIdle, pass }
}

it('tells when nobody has touched the tablet for the whole time, and only once', () => {
  const { watch, onIdle, pass, timers } = setUp()
  pass(IDLE_MS - 1)
  expect(onIdle).not.toHaveBeenCalled()
  pass(1)
  expect(onIdle).toHaveBeenCalledOnce()
  watch.touch()
  watch.look()
  pass(IDLE_MS)
  expect(onIdle).toHaveBeenCalledOnce()
  expect(timers).toEqual([])
})

it('counts from the last touch', () => {
  const { watch, onIdle, pass } = setUp()
  pass(IDLE_MS - 1)
  watch.touch()
  pass(IDLE_MS - 1)
  expect(onIdle).not.toHaveBeenCalled()
  pass(1)
  expect(onIdle).toHaveBeenCalledOnce()
})

it('lets no touch in after a sleep in which no timer ran', () => {
  const { watch, clock, onIdle } = setUp()
  clock.ms += IDLE_MS
  watch.touch()
  expect(onIdle).toHaveBeenCalledOnce()
})

it('looks at the clock when the page is shown again', () => {
  const { watch, clock, onIdle } = setUp()
  clock.ms += IDLE_MS - 1
  watch.look()
  expect(onIdle).not.toHaveBeenCalled()
  clock.ms += 1
  watch.look()
  expect(onIdle).toHaveBeenCalledOnce()
})

it('waits no longer than that when the clock was set back', () => {
  const { watch, clock, onIdle, pass } = setUp()
  clock.ms -= 3_600_000
  watch.look()
  pass(IDLE_MS)
  expect(onIdle).toHaveBeenCalledOnce()
})

it('tells nothing after it was stopped', () => {
  const { watch, onIdle, pass } = setUp()
  watch.stop()
  pass(IDLE_MS)
  expect(onIdle).not.toHaveBeenCalled()
})
