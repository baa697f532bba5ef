// Goal: what the simulation finds on the store in memory, it would find on PostgreSQL. Method: one contract suite for
// both, and whole histories that are lived on both and have to be the same to the last byte of every answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '@onetrip/server/db/transaction'
import { createTestDatabase, type TestDatabase } from '../../../server/test/database'
import { districtIdOf } from '../district'
import { MOST_MS } from '../liveSeeds'
import { createPostgresStore } from '../postgresStore'
import { runSeed } from '../runSeed'
import { createMemoryStore, NOBODY } from '../serverStore'
import { addTo, noTotals, report } from '../totals'
import { describeServerStore } from './storeContract'

const SEEDS = Number(process.env.ONETRIP_SIM_POSTGRES_SEEDS ?? 20)
const STEPS = Number(process.env.ONETRIP_SIM_STEPS ?? 200)
const FIRST = Number(process.env.ONETRIP_SIM_FIRST ?? 1)
// Scans go one after the other here: side by side, a database behind a socket answers them in no order.
/** A history has a database of its own while it is lived. */
const AT_ONCE = 3

describe('the store in memory', () => {
  describeServerStore(createMemoryStore)

  it.each([
    ['select count(*) from cases where district_id = $1'],
    ['select case_id from cases where revision > $1'],
    ['select case_id from cases left join task using (district_id, case_id)'],
    ['insert into nowhere (a) values ($1)'],
    ['update cases set revision = revision + 1 where case_id = $1'],
    ['delete from upload where began_at < $1'],
  ])('says that it does not know %s, instead of answering something', async (text) => {
    const { pool } = await createMemoryStore()
    const asked = inTransaction(pool, NOBODY, (tx) => tx.query(text, ['1']))
    await expect(asked).rejects.toThrow(/the memory store/)
  })
})

describe('PostgreSQL', () => {
  const opened: { database?: TestDatabase } = {}
  beforeAll(async () => {
    opened.database = await createTestDatabase()
  })
  afterAll(async () => {
    await opened.database?.[Symbol.asyncDispose]()
  })
  describeServerStore(async (districtId) => {
    if (!opened.database) throw new Error('no database')
    return createPostgresStore(opened.database, districtId)
  })
})

it(
  `[SYNC-R7] [SYNC-R11] ${SEEDS} histories are the same on both`,
  async () => {
    const totals = noTotals()
    const queue = Array.from({ length: SEEDS }, (_, nth) => FIRST + nth).values()
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        await using database = await createTestDatabase()
        for (const seed of queue) {
          const real = await runSeed(await createPostgresStore(database, districtIdOf(seed)), { seed, steps: STEPS })
          const quick = await runSeed(await createMemoryStore(), { seed, steps: STEPS })
          expect(real.world.history.lines, `seed ${seed}`).toEqual(quick.world.history.lines)
          expect(real.hash, `seed ${seed}`).toBe(quick.hash)
          addTo(totals, real)
        }
      }),
    )
    console.log(report('on PostgreSQL', totals))
  },
  MOST_MS,
)
