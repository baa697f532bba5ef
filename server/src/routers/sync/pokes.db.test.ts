// Goal: whoever watches learns that a feed moved, through whichever process it moved, and nobody learns of a foreign one.
// Method: real SSE answers; the listening connection is broken from outside.
import { expect, it } from 'vitest'
import type { Poke } from '@onetrip/shared/wire/pull'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { eventsOf } from '../../../test/events'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { listenTo, openSignedIn, type Page } from '../../../test/page'

const STATION = 'station:430102014004'
const DEPARTMENT = 'department:market-regulation'

it('tells where the feeds stand, then each move, also when another process writes', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  await using server = await listenTo(test.house)
  const agent = await watch(await openSignedIn(server.url, test.signIns.agent))
  const reviewer = await watch(await openSignedIn(server.url, test.signIns.marketReviewer))
  const stranger = await watch(await openSignedIn(server.url, test.signIns.otherAgent))
  const catalogue = { feedId: 'catalogue', seq: test.data.items.length + otherRows(test) }
  expect([await agent.next(), await agent.next()]).toEqual([catalogue, { feedId: STATION, seq: 0 }])
  expect([await reviewer.next(), await reviewer.next()]).toEqual([catalogue, { feedId: DEPARTMENT, seq: 0 }])
  await stranger.next()
  await stranger.next()

  for (const [index, house] of [test.house, second.house].entries()) {
    const { op } = await makeSubmit(test)
    await push(house, test.actors.agent, [frameOf(op, test.devices.agent)])
    expect(await agent.next()).toEqual({ feedId: STATION, seq: index + 1 })
    expect(await reviewer.next()).toEqual({ feedId: DEPARTMENT, seq: index + 1 })
  }
  const foreign = await makeSubmit(test, { actor: test.actors.otherAgent })
  await push(test.house, test.actors.otherAgent, [frameOf(foreign.op, test.devices.otherAgent)])
  expect(await stranger.next()).toEqual({ feedId: 'station:430102013008', seq: 1 })
  agent.stop()
  reviewer.stop()
  stranger.stop()
})

it('is an event stream that no proxy may keep, and that tells the client when to worry', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  // As a browser's EventSource asks: no header of ours.
  const response = await fetch(`${server.url}/api/agent/trpc/sync.pokes`, {
    headers: { cookie: page.cookie() ?? '', accept: 'text/event-stream', 'accept-encoding': 'br, gzip' },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('content-encoding')).toBeNull()
  expect(response.headers.get('x-onetrip-protocol')).toBe('1')
  const first = await eventsOf(response).next()
  expect(first.value).toEqual({ event: 'connected', data: JSON.stringify({ reconnectAfterInactivityMs: 45_000 }) })
})

it('hears again after its connection to the database was broken', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const agent = await watch(await openSignedIn(server.url, test.signIns.agent))
  await agent.next()
  await agent.next()
  await expect.poll(() => breakListeners(test), { timeout: 10_000 }).toBeGreaterThan(0)
  const { op } = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  // Told by a look at the heads: the notice itself was sent into the void.
  expect(await agent.next()).toEqual({ feedId: STATION, seq: 1 })
  agent.stop()
})

it('ends with the process, so that stopping does not wait for those who watch', async () => {
  await using test = await openTestHouse()
  const server = await listenTo(test.house)
  const agent = await watch(await openSignedIn(server.url, test.signIns.agent))
  await agent.next()
  await server[Symbol.asyncDispose]()
  await expect(agent.rest()).resolves.toEqual([])
})

type Watch = {
  readonly next: () => Promise<Poke>
  /** Whatever still comes until the stream ends. */
  readonly rest: () => Promise<Poke[]>
  readonly stop: () => void
}

async function watch(page: Page): Promise<Watch> {
  const stopping = new AbortController()
  const response = await page.fetch('sync.pokes', { signal: stopping.signal })
  const pokes = pokesOf(response)
  const next = async (): Promise<Poke> => {
    const { value } = await pokes.next()
    if (!value) throw new Error('the stream has ended')
    return value
  }
  const rest = async (): Promise<Poke[]> => {
    const found: Poke[] = []
    for await (const poke of pokes) if (poke.feedId !== STATION) found.push(poke)
    return found
  }
  return { next, rest, stop: () => stopping.abort() }
}

async function* pokesOf(response: Response): AsyncGenerator<Poke, void> {
  for await (const { event, data } of eventsOf(response)) {
    if (event === 'message') yield JSON.parse(data) as Poke
  }
}

const otherRows = ({ data }: TestHouse): number =>
  2 + [data.subdistricts, data.stations, data.departments, data.themes, data.notices].flat().length

/** By the program's own role: it may end its own connections, and nobody else's. */
async function breakListeners({ house }: TestHouse): Promise<number> {
  const { rows } = await house.pool.query<{ n: number }>(
    `select count(*) filter (where pg_terminate_backend(pid))::int as n from pg_stat_activity
      where datname = current_database() and query like 'listen %'`,
  )
  return rows[0]?.n ?? 0
}
