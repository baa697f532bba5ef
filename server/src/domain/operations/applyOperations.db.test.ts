import { describe, expect, it } from 'vitest'
import { CaseId, OpId, PostId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { newId } from '../../app/parts'
import { skipDeviceNumbers } from '../../db/backupTarget'
import { inTransaction } from '../../db/transaction'
import { readFile } from '../../../test/caseFixture'
import { openTestHouse, TEST_NOW } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'

it('[CASE-R3] knows since when a tablet can have collected anything', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const { lastServerTime, elapsedMs, ...rest } = op
  expect([lastServerTime, elapsedMs]).toEqual([TEST_NOW, 0])
  const early = { ...rest, deviceTime: Instant.parse('2001-01-01T00:00:00.000Z') }
  test.pass(3_600_000)
  const { outcomes } = await push(test.house, test.actors.agent, [frameOf(early, test.devices.agent)])
  expect(outcomes).toMatchObject([{ status: 'applied' }])
  expect((await readFile(test.house, op.caseId)).case.collectedAt).toBe(TEST_NOW)
})

it('[CASE-R3] [SYNC-R8] moves no date for a tablet that a restore had forgotten and that was registered once more', async () => {
  await using test = await openTestHouse()
  const { house, actors, devices, ownerPool } = test
  const { op } = await makeSubmit(test)
  test.pass(48 * 3_600_000)
  await inTransaction(ownerPool, actors.agent, (tx) => skipDeviceNumbers(tx, house.clock()))
  test.pass(3_600_000)
  await ownerPool.query('update device set registered_at = $1 where device_id = $2', [house.clock(), devices.agent])
  const { outcomes } = await push(house, actors.agent, [frameOf(op, devices.agent)])
  expect(outcomes).toMatchObject([{ status: 'applied' }])
  expect((await readFile(house, op.caseId)).case.collectedAt).toBe(TEST_NOW)
})

describe('an id that was answered before', () => {
  it('[SYNC-R7] gets its first answer for the same operation, whatever its clock says by now', async () => {
    await using test = await openTestHouse()
    const { house, actors, devices } = test
    const { op } = await makeSubmit(test)
    const first = await push(house, actors.agent, [frameOf(op, devices.agent)])
    test.pass(3_600_000)
    const again = { ...op, deviceTime: house.clock(), catalogueVersion: 7 }
    expect((await push(house, actors.agent, [frameOf(again, devices.agent)])).outcomes).toEqual(first.outcomes)
  })

  it('[SYNC-R7] answers for no other: not of another case, kind or author, nor with other words', async () => {
    await using test = await openTestHouse()
    const { house, actors, devices } = test
    const { op } = await makeSubmit(test)
    await push(house, actors.agent, [frameOf(op, devices.agent)])

    const because = { settles: op.opId, how: { kind: 'given-up', because: '不办了' } } as const
    const others = [
      { ...op, caseId: CaseId.parse(newId()) },
      { ...op, payload: { ...op.payload, insisted: !op.payload.insisted } },
      { ...op, kind: 'case.settle', payload: because },
    ]
    const reused = [{ status: 'refused', opId: op.opId, refusal: { kind: 'malformed', where: 'opId' } }]
    for (const other of others)
      expect((await push(house, actors.agent, [frameOf(other, devices.agent)])).outcomes).toEqual(reused)

    const stranger = actors.otherAgent
    const theirs = { ...op, authorPostId: PostId.parse(stranger.postId) }
    expect((await push(house, stranger, [frameOf(theirs, devices.otherAgent)])).outcomes).toEqual(reused)
    const { rows } = await test.ownerPool.query('select op_id from operation')
    expect(rows).toEqual([{ op_id: op.opId }])
  })

  it('[CASE-R10] is no ground for settling an operation of another case', async () => {
    await using test = await openTestHouse()
    const { house, actors, devices } = test
    const { op } = await makeSubmit(test)
    await push(house, actors.agent, [frameOf(op, devices.agent)])
    const how = { kind: 'given-up', because: '不办了' } as const
    const settle = (caseId: CaseId) => {
      const opId = OpId.parse(newId())
      return { ...op, opId, caseId, kind: 'case.settle', payload: { settles: op.opId, how } }
    }
    const outcomesOf = async (caseId: CaseId) =>
      (await push(house, actors.agent, [frameOf(settle(caseId), devices.agent)])).outcomes
    expect(await outcomesOf(op.caseId)).toMatchObject([{ refusal: { kind: 'operation-not-found' } }])
    expect(await outcomesOf(CaseId.parse(newId()))).toMatchObject([{ status: 'applied' }])
  })
})
