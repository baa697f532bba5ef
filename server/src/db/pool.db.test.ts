import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database'
import type { TestDatabase } from '../../test/database'
import { createPool } from './pool'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db[Symbol.asyncDispose]())

it.each([
  ['int8', "'9007199254740991'::int8", 9_007_199_254_740_991],
  ['int8[]', 'array[1, null, -3]::int8[]', [1, null, -3]],
  ['date', "'2026-02-28'::date", '2026-02-28'],
  ['date[]', "array['2026-02-28', null]::date[]", ['2026-02-28', null]],
  ['timestamptz', "'2026-11-23 22:05:00.123456+08'::timestamptz", '2026-11-23T14:05:00.123Z'],
  ['timestamptz[]', "array['2026-11-23 22:05+08']::timestamptz[]", ['2026-11-23T14:05:00.000Z']],
  ['numeric', '12.340::numeric', '12.340'],
  ['jsonb', `'{"a": [1]}'::jsonb`, { a: [1] }],
  ['bytea', String.raw`'\x00ff'::bytea`, Buffer.from([0, 255])],
])('reads %s in the project’s own type', async (_type, sql, expected) => {
  const { rows } = await db.pool.query(`select ${sql} as value`)
  expect(rows).toEqual([{ value: expected }])
})

it.each(["'9007199254740992'::int8", "'infinity'::timestamptz"])(
  'refuses %s, which it cannot say truly',
  async (sql) => {
    await expect(db.pool.query(`select ${sql}`)).rejects.toThrow()
  },
)

it('writes PlainDate and Instant text back unchanged, whatever zone the machine lives in', async () => {
  const values = ['2026-02-28', '2026-11-23T14:05:00.123Z']
  const { rows } = await db.pool.query<{ day: string; at: string }>(
    'select $1::date as day, $2::timestamptz as at',
    values,
  )
  expect(rows).toEqual([{ day: values[0], at: values[1] }])
})

it('survives the end of an idle connection', async () => {
  const pool = createPool(db.url, { max: 1 })
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  await db.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
  await expect.poll(() => pool.totalCount).toBe(0)
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})

it('sends answers to their own questions when many are asked at once on one connection', async () => {
  const client = await db.pool.connect()
  const numbers = Array.from({ length: 300 }, (_, index) => index)
  const ask = async (n: number): Promise<number | undefined> =>
    (await client.query<{ n: number }>('select $1::int8 as n, repeat($2, 5000)', [n, 'x'])).rows[0]?.n
  const answers = await Promise.all(numbers.map(ask))
  client.release()
  expect(answers).toEqual(numbers)
})
