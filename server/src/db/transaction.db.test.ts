import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DistrictId } from '@onetrip/shared/lib/ids'
import { createTestDatabase } from '../../test/database'
import type { TestDatabase } from '../../test/database'
import { createPool } from './pool'
import { inTransaction } from './transaction'
import type { Scope, Tx } from './transaction'

const scopeOf = (postId: string): Scope => ({
  districtId: DistrictId.parse('430102'),
  postId,
  role: 'agent',
  unitId: '430102009001',
})

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
  await db.ownerPool.query(
    'create table note (post_id text not null default current_setting($$app.post_id$$), word text)',
  )
  await db.ownerPool.query('grant select, insert on note to onetrip_app')
  await db.ownerPool.query('create unique index on note (word)')
})
afterAll(() => db[Symbol.asyncDispose]())

const addNote = (tx: Tx, word: string): Promise<number> => tx.execute('insert into note (word) values ($1)', [word])
const readWords = async (like: string): Promise<string[]> => {
  const { rows } = await db.ownerPool.query<{ word: string }>('select word from note where word like $1', [like])
  return rows.map(({ word }) => word)
}

it('commits everything together and answers what fn answered', async () => {
  const written = await inTransaction(db.pool, scopeOf('p1'), async (tx) => {
    return (await addNote(tx, 'both-1')) + (await addNote(tx, 'both-2'))
  })
  expect(written).toBe(2)
  expect(await readWords('both-%')).toEqual(['both-1', 'both-2'])
})

it('keeps nothing when fn throws, and hands the error on unchanged', async () => {
  const bug = new Error('bug')
  const attempt = inTransaction(db.pool, scopeOf('p1'), async (tx) => {
    await addNote(tx, 'gone')
    throw bug
  })
  await expect(attempt).rejects.toBe(bug)
  expect(await readWords('gone')).toEqual([])
})

it('throws when a failed statement was swallowed, instead of reporting a commit that did not happen', async () => {
  const attempt = inTransaction(db.pool, scopeOf('p1'), async (tx) => {
    await addNote(tx, 'lost')
    await addNote(tx, 'lost').catch(() => 0)
  })
  await expect(attempt).rejects.toThrow('rolled back')
  expect(await readWords('lost')).toEqual([])
})

it('gives each of 200 concurrent transactions its own scope, whatever connection it gets', async () => {
  const posts = Array.from({ length: 200 }, (_, index) => `post-${index}`)
  const seen = await Promise.all(
    posts.map((post) =>
      inTransaction(db.pool, scopeOf(post), async (tx) => {
        await tx.query('select pg_sleep(0.001)')
        const [row] = await tx.query<{ post: string }>("select current_setting('app.post_id') as post")
        return row?.post
      }),
    ),
  )
  expect(seen).toEqual(posts)
})

it('leaves no scope behind on the connection', async () => {
  const pool = createPool(db.url, { max: 1 })
  await inTransaction(pool, scopeOf('p1'), (tx) => tx.query('select 1'))
  const { rows } = await pool.query<{ post: string }>("select current_setting('app.post_id', true) as post")
  await pool.end()
  expect(rows).toEqual([{ post: '' }])
})

it('takes a scope as data, never as SQL', async () => {
  const hostile = `'; drop table note; --`
  await inTransaction(db.pool, scopeOf(hostile), (tx) => addNote(tx, 'hostile'))
  const { rows } = await db.ownerPool.query("select post_id from note where word = 'hostile'")
  expect(rows).toEqual([{ post_id: hostile }])
})

it('refuses a query after the end of its transaction', async () => {
  const kept = await inTransaction(db.pool, scopeOf('p1'), async (tx) => tx)
  await expect(kept.query('select 1')).rejects.toThrow('after the end')
  await expect(kept.execute('select 1')).rejects.toThrow('after the end')
})

describe('what is asked at once', () => {
  it('leaves in one packet, with the beginning of the transaction', async () => {
    const pool = createPool(db.url, { max: 1 })
    const ask = () =>
      inTransaction(pool, scopeOf('p1'), (tx) =>
        Promise.all(Array.from({ length: 20 }, (_, n) => tx.query('select $1::int', [n]))),
      )
    await ask()
    // The second is the commit.
    expect(await countWrites(ask)).toBe(2)
    await pool.end()
  })

  it('is worked off in the order of asking', async () => {
    const words = await inTransaction(db.pool, scopeOf('p1'), async (tx) => {
      const count = () => tx.query<{ n: number }>("select count(*) as n from note where word like 'turn-%'")
      const [none, , one, , two] = await Promise.all([
        count(),
        addNote(tx, 'turn-1'),
        count(),
        addNote(tx, 'turn-2'),
        count(),
      ])
      return [none, one, two].flat().map(({ n }) => n)
    })
    expect(words).toEqual([0, 1, 2])
  })

  it('fails with the first failure, whichever of it is waited for', async () => {
    const attempt = inTransaction(db.pool, scopeOf('p1'), async (tx) => {
      const [, last] = await Promise.allSettled([addNote(tx, 'x\0'), addNote(tx, 'behind it')])
      if (last.status === 'rejected') throw last.reason
    })
    await expect(attempt).rejects.toMatchObject({ code: '22021' })
    expect(await readWords('behind it')).toEqual([])
  })
})

describe('a transaction that cannot begin', () => {
  const NO_TEXT = scopeOf('\0')

  it('says why, and not that it is aborted', async () => {
    await expect(inTransaction(db.pool, NO_TEXT, (tx) => addNote(tx, 'never'))).rejects.toMatchObject({ code: '22021' })
    await expect(inTransaction(db.pool, NO_TEXT, async () => 'did nothing')).rejects.toMatchObject({ code: '22021' })
    expect(await readWords('never')).toEqual([])
  })

  it('sends nothing any more', async () => {
    const late: unknown[] = []
    const attempt = inTransaction(db.pool, NO_TEXT, async (tx) => {
      await sleep(50)
      await addNote(tx, 'late').catch((error: unknown) => late.push(error))
    })
    await expect(attempt).rejects.toMatchObject({ code: '22021' })
    expect(late).toEqual([new Error('query after the end of its transaction')])
  })
})

/** How many times a socket was written to meanwhile: pieces that wait for each other count once. */
async function countWrites(act: () => Promise<unknown>): Promise<number> {
  const writes = [vi.spyOn(Socket.prototype, '_write'), vi.spyOn(Socket.prototype, '_writev')]
  await act()
  const count = writes.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  for (const write of writes) write.mockRestore()
  return count
}

it('outlives a connection that breaks between two statements, and does not use it again', async () => {
  const pool = createPool(db.url, { max: 1 })
  const attempt = inTransaction(pool, scopeOf('p1'), async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await db.pool.query('select pg_terminate_backend($1, 5000)', [row?.pid])
    await sleep(50)
    return tx.query('select 1')
  })
  await expect(attempt).rejects.toThrow()
  const rows = await inTransaction(pool, scopeOf('p1'), (tx) => tx.query<{ one: number }>('select 1 as one'))
  await pool.end()
  expect(rows).toEqual([{ one: 1 }])
})

describe('prepared statements', () => {
  const ONE = 'select $1::int as one'
  const countOn = async (tx: Tx): Promise<number | undefined> =>
    (await tx.query<{ n: number }>('select count(*) as n from pg_prepared_statements where statement = $1', [ONE]))[0]
      ?.n

  it('are parsed once on a connection, also when many leave it at once', async () => {
    const pool = createPool(db.url, { max: 1 })
    const count = await inTransaction(pool, scopeOf('p1'), async (tx) => {
      const rows = await Promise.all(Array.from({ length: 50 }, (_, n) => tx.query<{ one: number }>(ONE, [n])))
      expect(rows.flat().map(({ one }) => one)).toEqual(Array.from({ length: 50 }, (_, n) => n))
      return countOn(tx)
    })
    const countLater = await inTransaction(pool, scopeOf('p2'), async (tx) => {
      await tx.query(ONE, [1])
      return countOn(tx)
    })
    expect(countLater).toBe(1)
    expect(count).toBe(1)
    await pool.end()
  })

  it('work again after the transaction that prepared them was rolled back, or had failed before', async () => {
    const pool = createPool(db.url, { max: 1 })
    const failing = inTransaction(pool, scopeOf('p1'), (tx) =>
      Promise.all([tx.query(ONE, ['no number']), tx.query(ONE, [1]), tx.query(FIRST_SEEN_ABORTED), tx.query(ONE, [2])]),
    )
    await expect(failing).rejects.toMatchObject({ code: '22P02' })
    const rows = await inTransaction(pool, scopeOf('p1'), async (tx) => [
      ...(await tx.query(ONE, [3])),
      ...(await tx.query(FIRST_SEEN_ABORTED)),
    ])
    expect(rows).toEqual([{ one: 3 }, { two: 2 }])
    await pool.end()
  })
  const FIRST_SEEN_ABORTED = 'select 2 as two'

  it('are parsed anew on a connection that takes another’s place', async () => {
    const pool = createPool(db.url, { max: 1 })
    const ask = () =>
      inTransaction(pool, scopeOf('p1'), (tx) =>
        tx.query<{ pid: number; one: number }>('select pg_backend_pid() as pid, $1::int as one', [1]),
      )
    const [before] = await ask()
    await db.pool.query('select pg_terminate_backend($1, 5000)', [before?.pid])
    await expect.poll(() => pool.totalCount).toBe(0)
    const [after] = await ask()
    expect(after?.one).toBe(1)
    expect(after?.pid).not.toBe(before?.pid)
    await pool.end()
  })
})
