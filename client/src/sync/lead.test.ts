import { expect, it, vi } from 'vitest'
import type { Engine } from './engine'
import { joinLead, LEADER_ANSWERS_MS, type SyncTalk } from './lead'
import type { EngineReport } from './runEngine'

/** A tab that is elected at once, with an engine that a test gives. */
function lead(engine: Engine, onSay: () => void = () => undefined) {
  const noted = { pokes: [] as string[], said: [] as SyncTalk[], isListening: false }
  const poke: { tell: () => void } = { tell: () => undefined }
  const ending: { end: () => void } = { end: () => undefined }
  const ended = new Promise<void>((resolve) => (ending.end = resolve))
  const joined = joinLead({
    holdLock: async (_signal, whileHeld) => {
      await whileHeld().catch(() => undefined)
      ending.end()
    },
    createEngine: () => engine,
    channel: {
      send: (talk) => {
        onSay()
        noted.said.push(talk)
      },
      listen: () => () => undefined,
    },
    listenForPokes: (onPoke) => {
      poke.tell = onPoke
      noted.isListening = true
      return { retry: () => void noted.pokes.push('retry'), stop: () => void noted.pokes.push('stop') }
    },
    nowMs: () => 1_000,
    pullEveryMs: 60_000,
    after: () => expect.unreachable('it leads itself'),
    onReport: () => undefined,
  })
  return { joined, noted, poke, ended }
}

const resting: Engine = {
  step: async () => ({ did: 'rest', untilMs: undefined }),
  askForPull: () => undefined,
  wake: () => undefined,
}

it('opens the stream of pokes after the first step: what waits to be sent goes before it', async () => {
  const first: { done: () => void } = { done: () => undefined }
  const step = new Promise<void>((resolve) => (first.done = resolve))
  const { joined, noted, ended } = lead({
    ...resting,
    step: async () => {
      await step
      return { did: 'rest', untilMs: undefined }
    },
  })
  await Promise.resolve()
  expect(noted.isListening).toBe(false)
  first.done()
  await vi.waitFor(() => expect(noted.isListening).toBe(true))
  joined.stop()
  await ended
})

it('closes the stream of pokes when it stops', async () => {
  const { joined, noted, ended } = lead(resting)
  await vi.waitFor(() => expect(noted.said).not.toEqual([]))
  joined.stop()
  await ended
  expect(noted.pokes).toEqual(['stop'])
})

it('closes the stream of pokes also when it breaks', async () => {
  const { noted, ended } = lead(resting, () => {
    throw new Error('a bug')
  })
  await ended
  expect(noted.pokes).toEqual(['stop'])
})

it('wakes the engine and the stream of pokes, and tells the other tabs', async () => {
  const woken = { count: 0 }
  const { joined, noted, ended } = lead({ ...resting, wake: () => void (woken.count += 1) })
  await vi.waitFor(() => expect(noted.said).not.toEqual([]))
  joined.wake()
  expect([woken.count, noted.pokes]).toEqual([1, ['retry']])
  expect(noted.said).toContainEqual({ say: 'wake' })
  joined.stop()
  await ended
})

it('lets the step that is under way end early when it stops: what is on its way is the last', async () => {
  const step: { end: () => void } = { end: () => undefined }
  const underWay = new Promise<void>((resolve) => (step.end = resolve))
  const { joined, ended } = lead({
    ...resting,
    step: async () => {
      await underWay
      return { did: 'rest', untilMs: undefined }
    },
    wake: step.end,
  })
  joined.stop()
  await ended
})

it('asks for news at a poke', async () => {
  const asked = { count: 0 }
  const { joined, noted, poke, ended } = lead({ ...resting, askForPull: () => void (asked.count += 1) })
  await vi.waitFor(() => expect(noted.said).not.toEqual([]))
  const before = asked.count
  poke.tell()
  expect(asked.count).toBe(before + 1)
  joined.stop()
  await ended
})

/** A tab that another one has kept from being elected. */
function look() {
  const told: EngineReport[] = []
  const said: SyncTalk[] = []
  const timer: { run: (() => void) | undefined } = { run: undefined }
  const channel: { hear: (talk: SyncTalk) => void } = { hear: () => undefined }
  const election: { win: () => void } = { win: () => undefined }
  const joined = joinLead({
    holdLock: async (signal, whileHeld) => {
      await new Promise<void>((resolve) => (election.win = resolve))
      if (!signal.aborted) await whileHeld()
    },
    createEngine: () => resting,
    channel: {
      send: (talk) => void said.push(talk),
      listen: (hear) => {
        channel.hear = hear
        return () => undefined
      },
    },
    listenForPokes: () => ({ retry: () => undefined, stop: () => undefined }),
    nowMs: () => 1_000,
    pullEveryMs: 60_000,
    after: (ms, run) => {
      expect(ms).toBe(LEADER_ANSWERS_MS)
      timer.run = run
      return () => (timer.run = undefined)
    },
    onReport: (report) => void told.push(report),
  })
  return { joined, told, said, timer, channel, election }
}

it('says that the other tab does not answer, and takes it back when it does', () => {
  const { joined, told, timer, channel } = look()
  joined.wake()
  timer.run?.()
  expect(told).toEqual([{ kind: 'other-tab-silent' }])
  channel.hear({ say: 'report', report: { kind: 'working' } })
  expect(told.at(-1)).toEqual({ kind: 'working' })
  joined.wake()
  channel.hear({ say: 'here' })
  expect(timer.run).toBeUndefined()
  joined.stop()
})

it('waits for nobody once it leads itself, and answers those who ask', async () => {
  const { joined, said, timer, channel, election } = look()
  channel.hear({ say: 'wake' })
  expect(said).toEqual([])
  joined.wake()
  election.win()
  await vi.waitFor(() => expect(timer.run).toBeUndefined())
  joined.wake()
  expect(timer.run).toBeUndefined()
  channel.hear({ say: 'wake' })
  expect(said).toContainEqual({ say: 'here' })
  joined.stop()
})
