import { describe, expect, it } from 'vitest'
import { applyAct, only, readFile, takeIn } from '../../../test/caseFixture'
import { openTestHouse, type TestHouse } from '../../../test/house'
import { openOutside } from '../../../test/outside'
import { SIGNBOARD } from '../../../test/samples'
import { DepartmentOutage, type AnnounceAnswer, type DepartmentGateway } from '../department/gateway'
import { catchUp } from './catchUp'

const DAY_MS = 24 * 60 * 60_000
const REGISTERED: AnnounceAnswer = { status: 'registered', registrationNumber: 'R-1' }
const signal = () => new AbortController().signal

/** A department that answers with these in turn, then registers; an `Error` is an outage. */
function gatewayWith(...answers: readonly (AnnounceAnswer | Error)[]) {
  const heard: string[] = []
  const announce: DepartmentGateway['announce'] = async ({ messageId }) => {
    heard.push(messageId)
    const answer = answers[heard.length - 1] ?? REGISTERED
    if (answer instanceof Error) throw answer
    return answer
  }
  return { heard, announce }
}

const takeInSignboards = async (test: TestHouse, count: number): Promise<void> => {
  for (let nth = 0; nth < count; nth += 1) await takeIn(test, { itemCodes: [SIGNBOARD], scans: 12 })
}

describe('an announcement that no job tries any more', () => {
  it('is tried again after a day, and until it is heard', async () => {
    await using test = await openTestHouse()
    const gateway = gatewayWith(new DepartmentOutage('not-connected'))
    await using outside = await openOutside(test, gateway)
    await takeInSignboards(test, 1)
    test.pass(DAY_MS - 1000)
    await catchUp(outside.deps, signal())
    expect(gateway.heard).toHaveLength(0)

    test.pass(1000)
    await catchUp(outside.deps, signal())
    expect(test.reports.map(String)).toEqual([
      'DepartmentOutage: department outage: not-connected',
      'Error: for a day: 1 announcements unanswered, 0 refused; 0 documents unprinted',
    ])
    await catchUp(outside.deps, signal())
    await catchUp(outside.deps, signal())
    expect(gateway.heard).toHaveLength(2)
    expect(test.reports).toHaveLength(2)
  })

  it('waits for a person when it was refused, and goes out again once the refusal is taken back', async () => {
    await using test = await openTestHouse()
    const gateway = gatewayWith({ status: 'refused', httpStatus: 403, answer: '' })
    await using outside = await openOutside(test, gateway)
    await takeInSignboards(test, 1)
    test.pass(DAY_MS)
    await catchUp(outside.deps, signal())
    await catchUp(outside.deps, signal())
    expect(gateway.heard).toHaveLength(1)
    expect(String(test.reports.at(-1))).toContain('0 announcements unanswered, 1 refused')

    await test.house.pool.query('update announcement set answer = null where announced_at is null')
    await catchUp(outside.deps, signal())
    expect(gateway.heard).toHaveLength(2)
  })

  it.each([
    ['unreachable', 1],
    ['busy', 3],
  ] as const)('of a department that is %s: %i of three are tried', async (reason, tried) => {
    await using test = await openTestHouse()
    const outages = [1, 2, 3].map(() => new DepartmentOutage(reason))
    const gateway = gatewayWith(...outages)
    await using outside = await openOutside(test, gateway)
    await takeInSignboards(test, 3)
    test.pass(DAY_MS)
    await catchUp(outside.deps, signal())
    expect(gateway.heard).toHaveLength(tried)
  })
})

it('a written act without its file is printed', async () => {
  await using test = await openTestHouse()
  await using outside = await openOutside(test)
  const { caseId } = await takeIn(test)
  const { taskId, revision } = only((await readFile(test.house, caseId)).tasks)
  const accept = { caseId, kind: 'task.accept', baseRevision: revision, payload: { taskId } } as const
  await applyAct(test.house, test.actors.marketReviewer, accept)
  test.pass(DAY_MS)
  await catchUp(outside.deps, signal())
  const { rows } = await test.ownerPool.query('select file_sha256 is not null as printed from document')
  expect(rows).toEqual([{ printed: true }])
  expect(test.reports).toEqual([])
})

it('ends early when the process does', async () => {
  await using test = await openTestHouse()
  const gateway = gatewayWith()
  await using outside = await openOutside(test, gateway)
  await takeInSignboards(test, 1)
  test.pass(DAY_MS)
  await catchUp(outside.deps, AbortSignal.abort())
  expect(gateway.heard).toEqual([])
})
