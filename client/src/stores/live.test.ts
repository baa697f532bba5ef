// Goal: nothing that was not read is ever taken for empty, and a table that could not be read is asked again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../test/eventually'
import { LocalDatabase } from '../db/localDatabase'
import { createLive, followLive, type Live } from './live'

type Told = Live<number>['kind']

describe('by the clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  /** A query that answers by this script, then with 9 for ever. */
  function script(...answers: (number | 'fails')[]) {
    const asked = { count: 0 }
    const query = async (): Promise<number> => {
      asked.count += 1
      const answer = answers.shift() ?? 9
      if (answer === 'fails') throw new Error('the disk is gone')
      return answer
    }
    return { query, asked }
  }

  it('says that it failed, never that there is nothing, and asks again by itself', async () => {
    const { query, asked } = script('fails', 'fails', 3)
    const told: Live<number>[] = []
    const stop = followLive(query, (state) => told.push(state))
    await vi.advanceTimersByTimeAsync(12_000)
    expect(told).toEqual([
      { kind: 'failed', last: undefined },
      { kind: 'failed', last: undefined },
      { kind: 'ready', value: 3 },
    ])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked.count).toBe(3)
    stop()
  })

  it('asks no more once it is stopped, not even after a failure', async () => {
    const { query, asked } = script('fails')
    const stop = followLive(query, () => undefined)
    await vi.advanceTimersByTimeAsync(10)
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked.count).toBe(1)
  })

  it('reads once for all who follow, and knows nothing again after the last of them', async () => {
    const { query, asked } = script(1)
    const live = createLive(query)
    expect(live.state.value.kind).toBe<Told>('reading')
    const stops = [live.follow(), live.follow()]
    await vi.advanceTimersByTimeAsync(10)
    expect(live.state.value).toEqual({ kind: 'ready', value: 1 })
    expect(asked.count).toBe(1)
    stops[0]?.()
    stops[0]?.()
    expect(live.state.value.kind).toBe<Told>('ready')
    stops[1]?.()
    expect(live.state.value.kind).toBe<Told>('reading')
  })
})

describe('on a database', () => {
  it('tells each change, in the order in which they were made', async () => {
    const { db, told, stop } = followed('changes')
    await eventually(() => expect(told).toEqual([{ kind: 'ready', value: 0 }]))
    await db.meta.put({ key: 'a', value: 1 })
    await eventually(() => expect(told.slice(1)).toEqual([{ kind: 'ready', value: 1 }]))
    stop()
  })

  it('tells of a closed one that it cannot be read', async () => {
    const { db, told, stop } = followed('closed')
    db.close()
    await eventually(() => expect(told).toEqual([{ kind: 'failed', last: undefined }]))
    stop()
  })

  function followed(name: string) {
    const db = new LocalDatabase(`live-${name}`)
    const told: Live<number>[] = []
    const query = () => db.meta.count()
    return { db, told, stop: followLive(query, (state) => told.push(state)) }
  }
})
