import { describe, expect, it, vi } from 'vitest'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { OpId } from '@onetrip/shared/lib/ids'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import { newId } from '../app/parts'
import { bookDispatch } from '../domain/dispatch/bookDispatch'
import { followDispatches } from '../domain/dispatch/followDispatches'
import { hintDispatches } from '../domain/dispatch/hintDispatches'
import { printDocument } from '../domain/document/printDocument'
import type { House } from '../domain/house'
import { inTransaction, type Tx } from '../db/transaction'
import { countAudit, only, readFile, takeIn } from '../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../test/house'
import { openOutside, type Outside } from '../../test/outside'
import { FOOD_LICENCE } from '../../test/samples'
import { enqueueWith, openBoss, prepareJobs } from './boss'
import { SCHEDULED_NAMES } from './queues'
import { startWorkers } from './startWorkers'

const HOUR_MS = 3_600_000

/** One reviewer's acts on the only task of a case, one after the other. */
async function decide(test: TestHouse, house: House, caseId: CaseId, acts: readonly DecideInput['act'][]) {
  for (const act of acts) {
    const { taskId, revision } = only((await readFile(house, caseId)).tasks)
    const input = { opId: OpId.parse(newId()), caseId, taskId, baseRevision: revision, act }
    const outcome = await callerFor(house, test.actors.marketReviewer).task.decide(input)
    expect(outcome.status).toBe('applied')
  }
}

const DENIED = [{ kind: 'accept' }, { kind: 'deny', reason: '不符合法定条件' }] as const
const issued = (number: string) => [
  { kind: 'accept' } as const,
  { kind: 'approve' } as const,
  { kind: 'issue' as const, document: { name: '食品经营许可证', number, issuedOn: '2026-01-05' as never } },
]

const countJobs = async ({ ownerPool }: TestHouse): Promise<number> => {
  const { rows } = await ownerPool.query<{ count: number }>('select count(*) from pgboss.job')
  return rows[0]?.count ?? 0
}

async function rowsOf({ ownerPool }: TestHouse, sql: string): Promise<readonly unknown[]> {
  const { rows } = await ownerPool.query<Record<string, unknown>>(sql)
  return rows
}

describe('jobs', () => {
  it('exist only if the transaction that begins them commits', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house, boss } = outside
    const job = { name: 'print-document', input: { districtId: house.districtId, documentId: newId() } } as const
    const scope = { districtId: house.districtId, postId: 'test', role: 'test', unitId: house.districtId }
    const enqueue = enqueueWith(boss)
    const rolledBack = inTransaction(house.pool, scope, async (tx) => {
      await enqueue(tx, [job, job])
      throw new Error('on purpose')
    })
    await expect(rolledBack).rejects.toThrow('on purpose')
    expect(await countJobs(test)).toBe(0)
    await inTransaction(house.pool, scope, (tx) => enqueue(tx, [job, job]))
    expect(await countJobs(test)).toBe(2)
  })

  it('are prepared once and again by the owner, and by nobody else', async () => {
    await using test = await openTestHouse()
    const { connectionString = '' } = test.ownerPool.options
    await expect(openBoss({ url: test.databaseUrl, report: () => undefined })).rejects.toThrow()
    const { timeZone } = test.data.district
    await prepareJobs(connectionString, timeZone)
    await prepareJobs(connectionString, timeZone)
    const reports: unknown[] = []
    const boss = await openBoss({ url: test.databaseUrl, report: (error) => reports.push(error) })
    await boss.supervise()
    const hours = (await boss.getSchedules()).map(({ name, timezone }) => [name, timezone])
    expect(hours).toEqual(SCHEDULED_NAMES.map((name) => [name, timeZone]))
    await boss.stop({ graceful: false })
    expect(reports).toEqual([])
  })

  it('are begun by one text for each queue, whatever they are about', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { districtId } = outside.house
    const texts = new Set<string>()
    const tx: Tx = {
      query: async (text) => {
        texts.add(text)
        return []
      },
      execute: async () => 0,
    }
    for (const documentId of [newId(), newId(), newId()]) {
      await enqueueWith(outside.boss)(tx, [
        { name: 'print-document', input: { districtId, documentId } },
        { name: 'announce-task', input: { districtId, messageId: `'; ${documentId}` } },
      ])
    }
    expect(texts.size).toBe(2)
  })

  it('are worked off many at a time, and a failed one keeps nothing of its error', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house, boss, deps } = outside
    const count = 40
    const input = { districtId: house.districtId, documentId: newId() }
    await boss.insert(
      'print-document',
      Array.from({ length: count }, () => ({ data: input, retryLimit: 0 })),
    )
    const startMs = performance.now()
    const workers = await startWorkers(deps)
    const outputs = () => rowsOf(test, `select output from pgboss.job where state = 'failed'`)
    await vi.waitFor(async () => expect(await outputs()).toHaveLength(count), { timeout: 15_000, interval: 50 })
    // One at each poll would have taken half a second for each.
    expect(performance.now() - startMs).toBeLessThan((count * deps.pollMs) / 2)
    await workers.stop()
    expect(await outputs()).toEqual(Array.from({ length: count }, () => ({ output: { error: 'reported' } })))
    expect(test.reports).toHaveLength(count)
  })

  it.each(SCHEDULED_NAMES)('of an hour are worked like any other: %s', async (name) => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const workers = await startWorkers(outside.deps)
    const jobId = await outside.boss.send(name, null)
    const stateOf = () => rowsOf(test, `select state from pgboss.job where id = '${jobId}'`)
    await vi.waitFor(async () => expect(await stateOf()).toEqual([{ state: 'completed' }]), { timeout: 15_000 })
    await workers.stop()
    expect(test.reports).toEqual([])
  })
})

describe('the life of a case', () => {
  it('is printed, booked, followed and closed by itself', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house, deps } = outside
    const workers = await startWorkers(deps)
    const { caseId } = await takeIn(test, { house })
    await decide(test, house, caseId, issued('样例 0001'))

    await vi.waitFor(
      async () => {
        const { rows } = await test.ownerPool.query<{ kind: string }>(
          'select kind from document where file_sha256 is not null order by kind',
        )
        expect(rows.map(({ kind }) => kind)).toEqual(['acceptance', 'result'])
        expect(only((await readFile(house, caseId)).dispatches).state.status).toBe('booked')
      },
      { timeout: 15_000, interval: 100 },
    )
    for (let step = 0; step < 4; step += 1) await outside.advanceParcels()
    test.pass(HOUR_MS)
    await vi.waitFor(
      async () => {
        const file = await readFile(house, caseId)
        expect(only(file.dispatches).state.status).toBe('delivered')
        expect(only(file.tasks).state).toMatchObject({ status: 'closed', outcome: 'delivered' })
      },
      { timeout: 15_000, interval: 100 },
    )
    await workers.stop()

    const answer = await callerFor(house, test.actors.marketReviewer).task.open({ caseId, itemCode: FOOD_LICENCE })
    if (answer.status !== 'found') throw new Error('not found')
    const kinds = answer.task.events.map(({ kind }) => kind)
    expect(kinds).toEqual([
      ...['submitted', 'received', 'accepted', 'approved', 'issued', 'dispatch-requested'],
      ...['dispatch-moved', 'dispatch-moved', 'delivered'],
    ])
    expect(answer.task.documents.every(({ isPrinted }) => isPrinted)).toBe(true)
    expect((await callerFor(house, test.actors.marketReviewer).inbox.list({ show: 'closed' })).lines).toHaveLength(1)
    expect(await outside.orders()).toHaveLength(1)
    expect(test.reports).toEqual([])
  })
})

describe('a sending', () => {
  async function denied(test: TestHouse, { house }: Outside) {
    const { caseId } = await takeIn(test, { house })
    await decide(test, house, caseId, DENIED)
    const { dispatchId } = only((await readFile(house, caseId)).dispatches)
    return { caseId, dispatchId }
  }

  it('is what it has become when a worker wakes up whose job another has long done', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house, deps } = outside
    const { caseId, dispatchId } = await denied(test, outside)
    const gate: { open: () => void; isReached: boolean } = { open: () => undefined, isReached: false }
    const isOpen = new Promise<void>((resolve) => (gate.open = resolve))
    const { courier } = deps
    // It has the courier's yes in hand, and falls asleep over it.
    const sleeper = {
      ...deps,
      courier: {
        ...courier,
        book: async (...order: Parameters<typeof courier.book>) => {
          const answer = await courier.book(...order)
          gate.isReached = true
          await isOpen
          return answer
        },
      },
    }
    const sleeping = bookDispatch(sleeper, dispatchId)
    await vi.waitFor(() => expect(gate.isReached).toBe(true))
    expect(await bookDispatch(deps, dispatchId)).toBe('booked')
    await outside.advanceParcels()
    await outside.advanceParcels()
    await followDispatches(deps, deps.sweep)
    const readStates = async () => (await readFile(house, caseId)).dispatches.map(({ state }) => state)
    const before = await readStates()
    expect(before).toMatchObject([{ status: 'in-transit' }])
    gate.open()
    expect(await sleeping).toBe('booked')
    expect(await readStates()).toEqual(before)
    expect(await outside.orders()).toHaveLength(1)
    expect(test.reports).toEqual([])
  })

  it('is booked once, however many try, and an arrived refusal is served', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { caseId, dispatchId } = await denied(test, outside)
    const tries = await Promise.all([bookDispatch(outside.deps, dispatchId), bookDispatch(outside.deps, dispatchId)])
    expect(tries).toContain('booked')
    expect(await bookDispatch(outside.deps, dispatchId)).toBe('settled')
    expect(await outside.orders()).toHaveLength(1)

    for (let step = 0; step < 4; step += 1) await outside.advanceParcels()
    expect(await followDispatches(outside.deps, outside.deps.sweep)).toBe(1)
    const file = await readFile(outside.house, caseId)
    expect(only(file.tasks).state).toMatchObject({ status: 'closed', outcome: 'refusal-served' })
    test.pass(HOUR_MS)
    expect(await followDispatches(outside.deps, outside.deps.sweep)).toBe(0)
  })

  it('that the courier refuses stays, for a person to see, and is not asked again', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house } = outside
    const { caseId } = await takeIn(test, {
      house,
      change: (content) => ({
        ...content,
        delivery: content.delivery.mode === 'courier' ? { ...content.delivery, city: '三沙市' } : content.delivery,
      }),
    })
    await decide(test, house, caseId, DENIED)
    const { dispatchId } = only((await readFile(house, caseId)).dispatches)
    expect(await bookDispatch(outside.deps, dispatchId)).toBe('refused')
    const line = only((await callerFor(house, test.actors.dispatcher).dispatch.list()).lines)
    expect(line.summary.dispatch).toMatchObject({
      status: 'requested',
      refused: { refusal: { kind: 'address-not-served', side: 'receiver' } },
    })
    expect(await bookDispatch(outside.deps, dispatchId)).toBe('settled')
    test.pass(HOUR_MS)
    expect(await followDispatches(outside.deps, outside.deps.sweep)).toBe(0)
    expect(await countAudit(test, 'job.bookDispatch')).toBe(1)
  })

  it('without an answer from the courier is booked by a later sweep', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { caseId } = await denied(test, outside)
    expect(await followDispatches(outside.deps, outside.deps.sweep)).toBe(1)
    expect(only((await readFile(outside.house, caseId)).dispatches).state.status).toBe('booked')
  })

  it('is looked at when it is due, and sooner after a hint', async () => {
    await using test = await openTestHouse()
    await using outside = await openOutside(test)
    const { house, deps } = outside
    const { caseId, dispatchId } = await denied(test, outside)
    await bookDispatch(deps, dispatchId)
    const pace = { limit: 10, lookAgainMs: 10 * HOUR_MS }
    expect(await followDispatches(deps, pace)).toBe(1)
    await outside.advanceParcels()
    test.pass(HOUR_MS)
    expect(await followDispatches(deps, pace)).toBe(0)
    await hintDispatches(house, [dispatchId])
    expect(await followDispatches(deps, pace)).toBe(1)
    expect(only((await readFile(house, caseId)).dispatches).state.status).toBe('picked-up')
  })
})

it('printing a document again changes nothing', async () => {
  await using test = await openTestHouse()
  await using outside = await openOutside(test)
  const { house, deps } = outside
  const { caseId } = await takeIn(test, { house })
  await decide(test, house, caseId, [{ kind: 'accept' }])
  const read = () =>
    test.ownerPool.query<{ documentId: string; file: string | null }>(
      'select document_id as "documentId", file_sha256 as file, printed_at from document',
    )
  const { documentId, file } = only((await read()).rows)
  expect(file).toBeNull()
  await Promise.all([printDocument(deps, documentId), printDocument(deps, documentId)])
  const printed = only((await read()).rows)
  test.pass(HOUR_MS)
  await printDocument(deps, documentId)
  expect(only((await read()).rows)).toEqual(printed)
})
