// Goal: nobody keeps the office busy with one tablet or one agent's name, and whoever asked too often hears when they
// may again. Method: the procedure over a real database; once as a browser hears it.
import { TRPCError } from '@trpc/server'
import { expect, it } from 'vitest'
import { MAX_RECOVERIES_A_DAY, RecoveryId } from '@onetrip/shared/wire/recovery'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { aLockedTablet } from '../../../test/lockedTablet'
import { listenTo, openSignedIn } from '../../../test/page'
import { newId } from '../../app/parts'
import { requestRecovery } from '../../domain/recovery/requestRecovery'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const anId = () => RecoveryId.parse(newId())

/** Asks as often as a day allows, a minute apart. */
async function askAllDay(test: TestHouse) {
  const tablet = await aLockedTablet(test, 'agent')
  const { actors, house } = test
  const askAnew = (actor = actors.agent) => requestRecovery(house, actor, { ...tablet.input, recoveryId: anId() })
  for (let nth = 1; nth < MAX_RECOVERIES_A_DAY; nth += 1) {
    expect(await askAnew()).toMatchObject({ status: 'waiting' })
    test.pass(MINUTE_MS)
  }
  expect(await tablet.ask()).toMatchObject({ status: 'waiting' })
  return { tablet, askAnew }
}

it('[VAULT-R16] one too many is refused, says from when on, and what was asked before still waits', async () => {
  await using test = await openTestHouse()
  const { tablet, askAnew } = await askAllDay(test)
  const untilFreeMs = DAY_MS - (MAX_RECOVERIES_A_DAY - 1) * MINUTE_MS
  const refused = { status: 'too-many-requests', retryAfterSeconds: untilFreeMs / 1000 }
  expect(await askAnew()).toEqual(refused)
  expect(await tablet.look()).toMatchObject({ status: 'waiting' })
  expect(await tablet.ask(), 'a repeat is none').toMatchObject({ status: 'waiting' })
  test.pass(untilFreeMs - 1)
  expect(await askAnew()).toEqual({ ...refused, retryAfterSeconds: 1 })
  test.pass(1)
  expect(await askAnew()).toMatchObject({ status: 'waiting' })
})

it('[VAULT-R16] counts for the tablet whoever asks, and for the agent with whatever tablet; others are not kept', async () => {
  await using test = await openTestHouse()
  const { askAnew } = await askAllDay(test)
  const colleague = { ...test.actors.otherAgent, unitId: test.actors.agent.unitId }
  expect(await askAnew(colleague)).toMatchObject({ status: 'too-many-requests' })
  await test.ownerPool.query(`update recovery_request set device_id = $1`, [test.devices.otherAgent])
  expect(await askAnew()).toMatchObject({ status: 'too-many-requests' })
  expect(await askAnew(colleague)).toMatchObject({ status: 'waiting' })
})

it('[VAULT-R16] many at once are counted one after the other', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  const ask = () => requestRecovery(test.house, test.actors.agent, { ...tablet.input, recoveryId: anId() })
  const answers = await Promise.all(Array.from({ length: MAX_RECOVERIES_A_DAY + 3 }, ask))
  expect(answers.filter(({ status }) => status === 'waiting')).toHaveLength(MAX_RECOVERIES_A_DAY)
})

it('[VAULT-R16] leaves a trace of what was refused', async () => {
  await using test = await openTestHouse()
  const { askAnew } = await askAllDay(test)
  await askAnew()
  const { rows } = await test.ownerPool.query(
    `select actor_id, entity, detail from audit_row where procedure = 'recovery.request' and entity like 'device:%'`,
  )
  const deviceId = test.devices.agent
  expect(rows).toEqual([
    {
      actor_id: test.actors.agent.postId,
      entity: `device:${deviceId}`,
      detail: { deviceId, outcome: 'too-many-requests' },
    },
  ])
})

it('[VAULT-R16] a tablet of any age hears 429, and when to come again', async () => {
  await using test = await openTestHouse()
  const { tablet } = await askAllDay(test)
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const answer = await page.mutate('recovery.request', { ...tablet.input, recoveryId: anId() })
  expect(answer).toMatchObject({ status: 429, body: 'TOO_MANY_REQUESTS' })
  expect(Number(answer.headers.get('retry-after'))).toBe((DAY_MS - (MAX_RECOVERIES_A_DAY - 1) * MINUTE_MS) / 1000)
  const called = callerFor(test.house, test.actors.agent).recovery.request({ ...tablet.input, recoveryId: anId() })
  await expect(called).rejects.toBeInstanceOf(TRPCError)
})
