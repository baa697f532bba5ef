import { expect, it } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
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
