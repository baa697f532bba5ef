import { describe, expect, it } from 'vitest'
import type { DispatchId } from '@onetrip/shared/lib/ids'
import { applyAct, only, readFile, takeIn } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { bookDispatch, type BookingDeps } from './bookDispatch'
import { CourierOutage, type BookingAnswer, type Courier } from './courier'
import { followDispatches } from './followDispatches'

const DAY_MS = 24 * 60 * 60_000
const PACE = { limit: 50, lookAgainMs: 60_000 }
const NO_CAPACITY: BookingAnswer = { status: 'refused', refusal: { kind: 'no-capacity' } }

/** A courier that books, unless it is told otherwise, and knows of no scan. */
function courierWith(changes: Partial<Courier> = {}) {
  const asked: DispatchId[] = []
  const cancelled: DispatchId[] = []
  const courier: Courier = {
    book: async ({ dispatchId }) => {
      asked.push(dispatchId)
      return { status: 'booked', waybill: { courier: 'sf', number: `SF-${dispatchId}` } }
    },
    findBooking: async () => undefined,
    trace: async (dispatchId) => {
      asked.push(dispatchId)
      return []
    },
    cancel: async (dispatchId) => {
      cancelled.push(dispatchId)
      return { status: 'cancelled' }
    },
    ...changes,
  }
  return { asked, cancelled, courier }
}

const depsOf = ({ house }: TestHouse, courier: Courier): BookingDeps => ({
  house,
  courier,
  desk: { mobile: '13800138001', address: '人民东路 189 号' },
})

/** So many denied cases, each with the letter that goes home; oldest first. */
async function denySome(test: TestHouse, count: number) {
  const made = []
  for (let nth = 0; nth < count; nth += 1) {
    const { caseId } = await takeIn(test, {})
    for (const [kind, more] of [
      ['task.accept', {}],
      ['task.deny', { reason: '不符合条件' }],
    ] as const) {
      const { taskId, revision } = only((await readFile(test.house, caseId)).tasks)
      const act = { caseId, kind, baseRevision: revision, payload: { taskId, ...more } }
      expect((await applyAct(test.house, test.actors.marketReviewer, act)).status).toBe('applied')
    }
    const { dispatchId } = only((await readFile(test.house, caseId)).dispatches)
    made.push({ caseId, dispatchId })
    test.pass(1000)
  }
  return made
}

async function handOver({ house, actors }: TestHouse, caseId: Awaited<ReturnType<typeof denySome>>[number]['caseId']) {
  const { taskId, revision } = only((await readFile(house, caseId)).tasks)
  const act = { caseId, kind: 'task.hand-over', baseRevision: revision, payload: { taskId } } as const
  return applyAct(house, actors.agent, act)
}

describe('a look-around', () => {
  it.each(['unreadable-answer', 'unsettled'] as const)(
    '[DISP-R14] goes on after an answer that is of no use for one parcel: %s',
    async (kind) => {
      await using test = await openTestHouse()
      const [poisoned, ...others] = await denySome(test, 3)
      const { courier, asked } = courierWith()
      const book: Courier['book'] = async (order) => {
        if (order.dispatchId === poisoned?.dispatchId) throw new CourierOutage(kind, 'on purpose')
        return courier.book(order)
      }
      expect(await followDispatches(depsOf(test, { ...courier, book }), PACE)).toBe(3)
      expect(asked).toEqual(others.map(({ dispatchId }) => dispatchId))
      expect(test.reports).toHaveLength(1)
    },
  )

  it('[DISP-R14] ends where the courier is out, and the next begins with the others', async () => {
    await using test = await openTestHouse()
    const [slow, ...others] = await denySome(test, 3)
    const { courier, asked } = courierWith()
    const book: Courier['book'] = async (order) => {
      if (order.dispatchId === slow?.dispatchId) throw new CourierOutage('timeout', 'on purpose')
      return courier.book(order)
    }
    const deps = depsOf(test, { ...courier, book })
    await followDispatches(deps, PACE)
    expect(asked).toEqual([])
    test.pass(2 * PACE.lookAgainMs)
    await followDispatches(deps, PACE)
    expect(asked).toEqual(others.map(({ dispatchId }) => dispatchId))
  })

  it('ends with the sending in hand when the process ends', async () => {
    await using test = await openTestHouse()
    await denySome(test, 2)
    const stopping = new AbortController()
    const { courier, asked } = courierWith()
    const book: Courier['book'] = async (order) => {
      stopping.abort()
      return courier.book(order)
    }
    await followDispatches(depsOf(test, { ...courier, book }), { ...PACE, signal: stopping.signal })
    expect(asked).toHaveLength(1)
  })
})

describe('a refused sending', () => {
  it('[DISP-R12] for want of capacity is asked for again the next day, and its history says so once', async () => {
    await using test = await openTestHouse()
    const { caseId, dispatchId } = only(await denySome(test, 1))
    const answers = [NO_CAPACITY, NO_CAPACITY]
    const { courier, asked } = courierWith()
    const book: Courier['book'] = async (order) => {
      const answer = await courier.book(order)
      return answers.shift() ?? answer
    }
    const deps = depsOf(test, { ...courier, book })
    const stateOf = async () => only((await readFile(test.house, caseId)).dispatches).state
    expect(await bookDispatch(deps, dispatchId)).toBe('refused')
    test.pass(DAY_MS - 2000)
    expect(await followDispatches(deps, PACE)).toBe(0)
    test.pass(2000)
    expect(await followDispatches(deps, PACE)).toBe(1)
    expect(await stateOf()).toMatchObject({ status: 'requested', refused: { refusal: { kind: 'no-capacity' } } })
    test.pass(DAY_MS)
    expect(await followDispatches(deps, PACE)).toBe(1)
    expect(await stateOf()).toMatchObject({ status: 'booked' })
    expect(asked).toHaveLength(3)
    const { rows } = await test.ownerPool.query(
      `select detail->>'status' as status, detail->>'refused' as refused from case_event where kind = 'dispatch-moved' order by seq`,
    )
    expect(rows).toEqual([
      { status: 'requested', refused: 'no-capacity' },
      { status: 'booked', refused: null },
    ])
  })

  it('[DISP-R13] is called off when its letter is handed over at the station', async () => {
    await using test = await openTestHouse()
    const { caseId, dispatchId } = only(await denySome(test, 1))
    const { courier } = courierWith({ book: async () => NO_CAPACITY })
    const deps = depsOf(test, courier)
    expect((await handOver(test, caseId)).status).toBe('refused')
    await bookDispatch(deps, dispatchId)
    expect((await handOver(test, caseId)).status).toBe('applied')
    const { dispatches, tasks } = await readFile(test.house, caseId)
    expect([only(dispatches).state.status, only(tasks).state.status]).toEqual(['cancelled', 'closed'])
    test.pass(2 * DAY_MS)
    expect(await followDispatches(deps, PACE)).toBe(0)
  })

  it('[DISP-R13] is called off at the courier, too, when it says yes in the same moment', async () => {
    await using test = await openTestHouse()
    const { caseId, dispatchId } = only(await denySome(test, 1))
    const first = courierWith({ book: async () => NO_CAPACITY })
    await bookDispatch(depsOf(test, first.courier), dispatchId)
    const second = courierWith()
    const book: Courier['book'] = async (order) => {
      await handOver(test, caseId)
      return second.courier.book(order)
    }
    expect(await bookDispatch(depsOf(test, { ...second.courier, book }), dispatchId)).toBe('settled')
    expect(second.cancelled).toEqual([dispatchId])
  })
})

it('looks after a sending again once a clock that was a year ahead is put right', async () => {
  await using test = await openTestHouse()
  const [one] = await denySome(test, 1)
  const { courier, asked } = courierWith()
  const deps = depsOf(test, courier)
  const YEAR_MS = 365 * DAY_MS
  test.pass(YEAR_MS)
  expect(await followDispatches(deps, PACE)).toBe(1)
  test.pass(-YEAR_MS)
  // Booked while it was wrong, and traced as soon as it is right; then at the usual pace.
  expect(await followDispatches(deps, PACE)).toBe(1)
  expect(await followDispatches(deps, PACE)).toBe(0)
  expect(asked).toEqual([one?.dispatchId, one?.dispatchId])
})

it('[DISP-R11] a task has one sending at a time, and another after one that came back', async () => {
  await using test = await openTestHouse()
  const { dispatchId } = only(await denySome(test, 1))
  const addAnother = () =>
    test.ownerPool.query(
      `insert into dispatch select district_id, gen_random_uuid(), case_id, task_id, recipient,
              '{"status": "requested"}', requested_at, next_look_at from dispatch where dispatch_id = $1`,
      [dispatchId],
    )
  await expect(addAnother()).rejects.toMatchObject({ constraint: 'dispatch_open' })
  await test.ownerPool.query(`update dispatch set state = '{"status": "returned"}' where dispatch_id = $1`, [
    dispatchId,
  ])
  await addAnother()
})

it('is found by its case, and the newest of the district first, without reading all of them', async () => {
  await using test = await openTestHouse()
  const planOf = async (sql: string): Promise<string> => {
    const client = await test.ownerPool.connect()
    // In a small table every way is as good; in a large one the forbidden ways are not.
    await client.query('set enable_seqscan = off; set enable_sort = off')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`)
    client.release(true)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const byCase = await planOf(
    `select state from dispatch where district_id = 'x' and case_id = any('{01890000-0000-7000-8000-000000000001}'::uuid[])`,
  )
  expect(byCase).toContain('dispatch_by_case')
  const newest = await planOf(
    `select state from dispatch where district_id = 'x' order by requested_at desc, dispatch_id limit 5`,
  )
  expect(newest).toContain('dispatch_newest')
  expect(newest).not.toContain('Sort')
})
