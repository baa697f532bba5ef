import { expect, it, onTestFinished, vi } from 'vitest'
import { DistrictId, FeedId } from '@onetrip/shared/lib/ids'
import type { Poke } from '@onetrip/shared/wire/pull'
import { createPokeHub } from './pokeHub'

const districtId = DistrictId.parse('430102')
const [A, B, C] = ['station:430102014004', 'station:430102013008', 'catalogue'].map((id) => FeedId.parse(id)) as [
  FeedId,
  FeedId,
  FeedId,
]

it('tells each move once, the newest where several came, and never a step back', async () => {
  const heads = new Map([[A, 5]])
  const hub = createPokeHub({ districtId, readHeads: async () => heads })
  const ends = new AbortController()
  const pokes = hub.watch([A, C], ends.signal)
  expect(await take(pokes, 2)).toEqual([
    { feedId: A, seq: 5 },
    { feedId: C, seq: 0 },
  ])
  hub.tell({ districtId, feedId: A, seq: 7 })
  hub.tell({ districtId, feedId: A, seq: 8 })
  hub.tell({ districtId, feedId: A, seq: 6 })
  hub.tell({ districtId, feedId: B, seq: 9 })
  hub.tell({ districtId: DistrictId.parse('430103'), feedId: C, seq: 9 })
  expect(await take(pokes, 1)).toEqual([{ feedId: A, seq: 8 }])
  hub.tell({ districtId, feedId: C, seq: 1 })
  expect(await take(pokes, 1)).toEqual([{ feedId: C, seq: 1 }])
  ends.abort()
  expect((await pokes.next()).done).toBe(true)
})

it('hears what moves while it looks', async () => {
  const looked: { answer: (heads: ReadonlyMap<FeedId, number>) => void } = { answer: () => undefined }
  const hub = createPokeHub({ districtId, readHeads: () => new Promise((resolve) => (looked.answer = resolve)) })
  const pokes = hub.watch([A], new AbortController().signal)
  const first = take(pokes, 1)
  await Promise.resolve()
  hub.tell({ districtId, feedId: A, seq: 2 })
  looked.answer(new Map([[A, 1]]))
  expect(await first).toEqual([{ feedId: A, seq: 2 }])
})

it('finds by looking what was never told, and looks at nothing when nobody watches', async () => {
  const asked: (readonly FeedId[])[] = []
  const heads = new Map([[A, 1]])
  const readHeads = async (feedIds: readonly FeedId[]) => {
    asked.push(feedIds)
    return heads
  }
  const hub = createPokeHub({ districtId, readHeads })
  await hub.lookAgain()
  expect(asked).toEqual([])

  const ends = new AbortController()
  const pokes = hub.watch([A], ends.signal)
  await take(pokes, 1)
  heads.set(A, 4)
  await hub.lookAgain()
  expect(await take(pokes, 1)).toEqual([{ feedId: A, seq: 4 }])
  ends.abort()
  await pokes.next()
  await hub.lookAgain()
  expect(asked).toHaveLength(2)
})

it('ends every watch when it is closed, also one that begins after that', async () => {
  const hub = createPokeHub({ districtId, readHeads: async () => new Map() })
  const waiting = hub.watch([A], new AbortController().signal)
  await take(waiting, 1)
  const last = waiting.next()
  hub.close()
  expect((await last).done).toBe(true)
  const late = hub.watch([A], new AbortController().signal)
  expect((await late.next()).done).toBe(true)
})

it('[SYNC-R27] holds news back while the house is busy, tells the last of them once, and after half a minute anyhow', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const house = { restMs: 0 }
  const hub = createPokeHub({ districtId, readHeads: async () => new Map([[A, 1]]), restMs: () => house.restMs })
  const ends = new AbortController()
  const told: number[] = []
  const watching = (async () => {
    for await (const { seq } of hub.watch([A], ends.signal)) told.push(seq)
  })()
  await vi.advanceTimersByTimeAsync(0)
  hub.tell({ districtId, feedId: A, seq: 2 })
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([1, 2])

  house.restMs = 5_000
  hub.tell({ districtId, feedId: A, seq: 3 })
  await vi.advanceTimersByTimeAsync(7_000)
  hub.tell({ districtId, feedId: A, seq: 4 })
  house.restMs = 0
  await vi.advanceTimersByTimeAsync(3_000)
  expect(told).toEqual([1, 2, 4])

  house.restMs = 5_000
  hub.tell({ districtId, feedId: A, seq: 5 })
  await vi.advanceTimersByTimeAsync(29_000)
  expect(told).toEqual([1, 2, 4])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([1, 2, 4, 5])

  hub.tell({ districtId, feedId: A, seq: 6 })
  await vi.advanceTimersByTimeAsync(1_000)
  // Who stops waits for no rest to end.
  ends.abort()
  await watching
  expect(told).toEqual([1, 2, 4, 5])
})

async function take(pokes: AsyncGenerator<Poke, void>, count: number): Promise<Poke[]> {
  const taken: Poke[] = []
  while (taken.length < count) {
    const { value } = await pokes.next()
    if (!value) throw new Error('the pokes have ended')
    taken.push(value)
  }
  return taken
}
