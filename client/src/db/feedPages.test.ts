// Goal: a row is shown as it lies on the disk, an unreadable page takes no other with it, and nothing is parsed twice.
import { describe, expect, it, vi } from 'vitest'
import { District } from '@onetrip/shared/catalogue/district'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { UnreadRow } from '@onetrip/shared/wire/pull'
import { mergeChanges, putPages } from './feedPages'
import { createFeedReader } from './feedReader'
import { LocalDatabase } from './localDatabase'
import { clearCodec, type RecordCodec } from './recordCodec'

const FEED = CATALOGUE_FEED
const rowNamed = (name: string): FeedRow => ({
  kind: 'district',
  district: District.parse({
    districtId: '430102',
    name,
    city: '长沙市',
    province: '湖南省',
    timeZone: 'Asia/Shanghai',
  }),
})

/** A database with the rows, a reader of it, and how many pages the reader opened so far. */
async function aFeed(name: string, entityIds: readonly string[]) {
  const db = new LocalDatabase(`feed-${name}`)
  const opened = { count: 0 }
  const codec: RecordCodec = {
    ...clearCodec,
    open: async (place, record) => {
      opened.count += 1
      return clearCodec.open(place, record)
    },
  }
  async function write(changes: Readonly<Record<string, FeedRow | UnreadRow | null>>): Promise<void> {
    const list = Object.entries(changes).map(([entityId, row], index) => ({ feedId: FEED, entityId, row, seq: index }))
    await putPages(db, await mergeChanges({ db, codec: clearCodec }, list, 'epoch'))
  }
  await write(Object.fromEntries(entityIds.map((id) => [id, rowNamed(id)])))
  return {
    db,
    opened,
    write,
    read: createFeedReader({ db, codec }, FEED),
    readAnew: () => createFeedReader({ db, codec }, FEED)(),
  }
}

it('opens each page once, and after a change only the changed one', async () => {
  const { db, opened, write, read } = await aFeed('once', ['a', 'b', 'c'])
  const first = await read()
  expect([...first.rows.keys()].toSorted()).toEqual(['a', 'b', 'c'])
  const pages = await db.feedPages.count()
  expect(opened.count).toBe(pages)
  expect(await read()).toBe(first)
  expect(opened.count).toBe(pages)

  await write({ b: rowNamed('新名') })
  const second = await read()
  expect(opened.count).toBe(pages + 1)
  expect(second.rows.get('b')).toEqual(rowNamed('新名'))
  expect(second.rows.get('a')).toBe(first.rows.get('a'))
})

it('sees a change that leaves the length of the page as it was', async () => {
  const { write, read } = await aFeed('length', ['a'])
  await read()
  await write({ a: rowNamed('z') })
  expect((await read()).rows.get('a')).toEqual(rowNamed('z'))
})

it('gives back the newest where two read at once, and the slower has the older pages', async () => {
  const { write, db } = await aFeed('at-once', ['a'])
  const gate = { release: (): void => undefined, opened: 0 }
  const slowFirst: RecordCodec = {
    ...clearCodec,
    open: async (place, record) => {
      gate.opened += 1
      if (gate.opened === 1) await new Promise<void>((resolve) => (gate.release = resolve))
      return clearCodec.open(place, record)
    },
  }
  const read = createFeedReader({ db, codec: slowFirst }, FEED)
  const slow = read()
  await vi.waitFor(() => expect(gate.opened).toBe(1))
  await write({ a: rowNamed('新名') })
  expect((await read()).rows.get('a')).toEqual(rowNamed('新名'))
  gate.release()
  expect((await slow).rows.get('a')).toEqual(rowNamed('新名'))
})

it('forgets a row that left the feed', async () => {
  const { write, read } = await aFeed('gone', ['a', 'b'])
  await read()
  await write({ a: null })
  expect([...(await read()).rows.keys()]).toEqual(['b'])
})

describe('[SYNC-R15] a row that came unread', () => {
  const unread = (raw: UnreadRow['raw']): UnreadRow => ({ kind: 'unread', raw })

  it('is counted and hides nothing; the row before it stands', async () => {
    const { write, read } = await aFeed('unread', ['a', 'b'])
    await write({ a: unread({ kind: 'of-a-newer-server' }), c: unread({ kind: 'of-a-newer-server' }) })
    const { rows, unreadable } = await read()
    expect(unreadable).toBe(2)
    const before = ['a', 'b'].map((name) => [name, rowNamed(name)] as const)
    expect(rows).toEqual(new Map(before))
  })

  it('is read as it came by the app that can', async () => {
    const { write, read } = await aFeed('read-later', ['a'])
    await write({ a: unread(rowNamed('新名')) })
    expect(await read()).toEqual({ rows: new Map([['a', rowNamed('新名')]]), unreadable: 0 })
  })

  it('gives way to the next state of its entity, whatever that is', async () => {
    const { write, read } = await aFeed('unread-over', ['a', 'b'])
    await write({ a: unread({ kind: 'of-a-newer-server' }), b: unread({ kind: 'of-a-newer-server' }) })
    await write({ a: rowNamed('新名'), b: null })
    expect(await read()).toEqual({ rows: new Map([['a', rowNamed('新名')]]), unreadable: 0 })
  })
})

it('counts a page that it cannot open, shows all others, and shows it once it can be opened', async () => {
  const { db, readAnew } = await aFeed('damaged', ['a', 'b', 'c'])
  const [page] = await db.feedPages.toArray()
  if (!page) throw new Error('no page was written')
  await db.feedPages.put({ ...page, body: { alg: 'vault', keyId: 'lost', bytes: new ArrayBuffer(3) } })
  const damaged = await readAnew()
  expect(damaged.unreadable).toBe(1)
  expect(damaged.rows.size).toBeLessThan(3)
  expect(damaged.rows.size).toBeGreaterThan(0)
  await db.feedPages.put(page)
  expect(await readAnew()).toMatchObject({ unreadable: 0, rows: { size: 3 } })
})
