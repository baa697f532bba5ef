// Goal: a reader may stop after any answer and go on from its cursors, and ends where one that never stopped ends.
// Method: histories and places to stop are drawn by fast-check; each reader keeps rows as a tablet does.
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CATALOGUE_FEED, FeedId } from '@onetrip/shared/lib/ids'
import { FeedRow } from '@onetrip/shared/wire/feedRow'
import { FIRST_MAX_PULL_CHANGES, MAX_PULL_BYTES, MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { Cursors, PullAnswer } from '@onetrip/shared/wire/pull'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { appendToFeeds } from '../../db/feeds'
import { inTransaction } from '../../db/transaction'

const STATION = FeedId.parse('station:430102014004')

it('[SYNC-R3] ends in the same state wherever it stops, whatever is written meanwhile', async () => {
  await using test = await openTestHouse()
  const write = fc.record({ entity: fc.integer({ min: 0, max: 5 }), leaves: fc.boolean() })
  const step = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), writes: fc.array(write, { minLength: 1, maxLength: 4 }) }),
    fc.record({ kind: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const stopping = makeReader(test)
      for (const one of steps) {
        if (one.kind === 'write') await writeRows(test, one.writes)
        else await stopping.pull(one.limit)
      }
      const steady = makeReader(test)
      await Promise.all([stopping.pullAll(3), steady.pullAll(500)])
      expect(stopping.rows()).toEqual(steady.rows())
      expect(stopping.cursors()).toEqual(steady.cursors())
    }),
    { numRuns: 30 },
  )
})

it('says whether there is more, to the very row', async () => {
  await using test = await openTestHouse()
  await writeRows(
    test,
    [0, 1, 2].map((entity) => ({ entity, leaves: false })),
  )
  const { pull } = callerFor(test.house, test.actors.agent).sync
  const two = await pull({ cursors: { [STATION]: 0 }, limit: 2 })
  expect([two.changes.length, two.hasMore, two.cursors]).toEqual([2, true, { [STATION]: 2 }])
  const all = await pull({ cursors: { [STATION]: 0 }, limit: 3 })
  expect([all.changes.length, all.hasMore, all.cursors]).toEqual([3, false, { [STATION]: 3 }])
  const none = await pull({ cursors: { [STATION]: 3 }, limit: 3 })
  expect([none.changes.length, none.hasMore, none.cursors]).toEqual([0, false, { [STATION]: 3 }])
})

it('[SYNC-R15] keeps a row as its schema names it, and lets none that an older server wrote hold up the others', async () => {
  await using test = await openTestHouse()
  const { house, actors } = test
  const told = { ...aStation(test, '站'), internal: 'not for tablets' }
  const write = (row: FeedRow, entityId: string) =>
    inTransaction(house.pool, actors.agent, (tx) =>
      appendToFeeds(tx, house.districtId, [{ feedId: STATION, entityId, row }]),
    )
  await write(told, 'case:1')
  await write(told, 'case:2')
  await expect(write({ kind: 'none' } as unknown as FeedRow, 'case:3')).rejects.toThrow()
  await test.ownerPool.query(`update feed_row set body = '{"kind": "of-before"}' where entity_id = 'case:1'`)
  const { changes } = await callerFor(house, actors.agent).sync.pull({ cursors: { [STATION]: 0 }, limit: 10 })
  expect(changes.map(({ row }) => row)).toEqual([{ kind: 'of-before' }, aStation(test, '站')])
})

it('tells much at once, but no more than fits into an answer; who reads on misses nothing', async () => {
  await using test = await openTestHouse()
  const count = FIRST_MAX_PULL_CHANGES + 100
  // So long that not all of those beyond the first 500 fit, in letters that cannot be packed.
  const long = () => randomBytes(96 * 1024).toString('base64')
  await inTransaction(test.house.pool, test.actors.agent, (tx) =>
    appendToFeeds(
      tx,
      test.house.districtId,
      Array.from({ length: count }, (_, nth) => ({
        feedId: STATION,
        entityId: `case:${nth}`,
        row: aStation(test, nth < FIRST_MAX_PULL_CHANGES ? '站' : long()),
      })),
    ),
  )
  const reader = makeReader(test)
  const first = await reader.pull(MAX_PULL_CHANGES)
  expect(first.hasMore).toBe(true)
  expect(first.changes.length).toBeGreaterThan(FIRST_MAX_PULL_CHANGES)
  expect(JSON.stringify(first.changes).length).toBeLessThan(MAX_PULL_BYTES * 1.5)
  await reader.pullAll(MAX_PULL_CHANGES)
  expect(Object.keys(reader.rows())).toHaveLength(count)
})

it('names the keys of the house to whoever does not have them, and no more to who has', async () => {
  await using test = await openTestHouse()
  const { pull } = callerFor(test.house, test.actors.agent).sync
  const ask = { cursors: { [STATION]: 0 }, limit: 1 }
  const { keysDigest, acknowledgementKeys, envelopeKeys, recoveryKey } = await pull(ask)
  expect(keysDigest).toMatch(/^[0-9a-f]{16}$/)
  expect([acknowledgementKeys?.length, envelopeKeys?.length, recoveryKey?.keyId.length]).toEqual([1, 1, 16])
  expect(await pull({ ...ask, keysKnown: 'another' })).toMatchObject({ keysDigest, acknowledgementKeys, envelopeKeys })
  const short = await pull({ ...ask, ...(keysDigest !== undefined && { keysKnown: keysDigest }) })
  expect(Object.keys(short).toSorted()).toEqual(['changes', 'cursors', 'epoch', 'hasMore', 'serverTime'])
})

it('[SYNC-R8] begins anew with a cursor from another epoch', async () => {
  await using test = await openTestHouse()
  await writeRows(test, [{ entity: 0, leaves: false }])
  const answer = await callerFor(test.house, test.actors.agent).sync.pull({ cursors: { [STATION]: 4812 }, limit: 10 })
  expect(answer.changes).toHaveLength(1)
  expect(answer.cursors).toEqual({ [STATION]: 1 })
  expect(answer.epoch).toMatch(/^[0-9a-f-]{36}$/)
})

it('gives the whole catalogue to whoever signs in, and traces nobody for it', async () => {
  await using test = await openTestHouse()
  const cursors = { [CATALOGUE_FEED]: 0 }
  for (const actor of [test.actors.agent, test.actors.marketReviewer]) {
    const { changes } = await callerFor(test.house, actor).sync.pull({ cursors, limit: 500 })
    const kinds = new Set(changes.map(({ row }) => row?.kind))
    expect(kinds).toEqual(
      new Set(['district', 'calendar', 'subdistrict', 'station', 'department', 'item', 'theme', 'notice']),
    )
  }
  const { rows } = await test.ownerPool.query(`select * from audit_row where procedure = 'sync.pull'`)
  expect(rows).toEqual([])
})

it('shows a new case to its station with its name, to its department masked, and leaves a trace of both', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  const department = FeedId.parse('department:market-regulation')
  const own = await callerFor(test.house, test.actors.agent).sync.pull({ cursors: { [STATION]: 0 }, limit: 10 })
  const theirs = await callerFor(test.house, test.actors.marketReviewer).sync.pull({
    cursors: { [department]: 0 },
    limit: 10,
  })
  expect(own.changes).toMatchObject([{ row: { kind: 'case', caseId: op.caseId, applicantName: '样例𠮷' } }])
  expect(own.changes).toMatchObject([{ row: { scans: { arrived: 0, total: 4 }, tasks: [] } }])
  expect(theirs.changes).toMatchObject([{ row: { kind: 'task', caseId: op.caseId } }])
  expect(JSON.stringify(theirs.changes)).not.toContain('样例𠮷')
  const { rows } = await test.ownerPool.query(
    `select entity, detail from audit_row where procedure = 'sync.pull' order by entity`,
  )
  expect(rows).toEqual([
    { entity: `feed:${department}`, detail: { from: 0, to: 1 } },
    { entity: `feed:${STATION}`, detail: { from: 0, to: 1 } },
  ])
})

const aStation = ({ data }: TestHouse, name: string): FeedRow =>
  FeedRow.parse({ kind: 'station', station: { ...data.stations[0], name } })

type Write = { readonly entity: number; readonly leaves: boolean }

/** Rows as a case would write them, and tombstones, by the code that numbers all of them. */
async function writeRows(test: TestHouse, writes: readonly Write[]): Promise<void> {
  const { house, actors } = test
  await inTransaction(house.pool, actors.agent, (tx) =>
    appendToFeeds(
      tx,
      house.districtId,
      writes.map(({ entity, leaves }) => ({
        feedId: STATION,
        entityId: `case:${entity}`,
        row: leaves ? null : aStation(test, house.newId()),
      })),
    ),
  )
}

/** A tablet's store of one feed, in a few lines. */
function makeReader({ house, actors }: TestHouse) {
  const caller = callerFor(house, actors.agent)
  const rowById = new Map<string, unknown>()
  const at: { cursors: Cursors } = { cursors: { [STATION]: 0 } }
  const pull = async (limit: number): Promise<PullAnswer> => {
    const answer = await caller.sync.pull({ cursors: at.cursors, limit })
    for (const { entityId, row } of answer.changes) {
      if (row) rowById.set(entityId, row)
      else rowById.delete(entityId)
    }
    at.cursors = answer.cursors
    return answer
  }
  return {
    pull,
    pullAll: async (limit: number): Promise<void> => {
      while ((await pull(limit)).hasMore);
    },
    rows: () => Object.fromEntries([...rowById].sort(([a], [b]) => (a < b ? -1 : 1))),
    cursors: () => at.cursors,
  }
}
