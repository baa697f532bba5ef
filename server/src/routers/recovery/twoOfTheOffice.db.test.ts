// Goal: no one person of the office lets an agent back in, whatever they send and however often, and each of the two is
// on record. Method: the procedures over a real database, as every pair of people.
import { expect, it } from 'vitest'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { aLockedTablet, decide, REASON } from '../../../test/lockedTablet'

const refused = (refusal: string) => ({ status: 'refused', refusal })
const DONE = { status: 'done' }

async function asked(test: TestHouse) {
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  const { recoveryId } = tablet.input
  const { admin, otherAdmin } = test.actors
  const list = async (actor = admin) => (await callerFor(test.house, actor).recovery.list()).lines
  return { tablet, recoveryId, admin, otherAdmin, list }
}

it('[VAULT-R17] one who vouched does not let in, nor anybody before somebody vouched; another person does', async () => {
  await using test = await openTestHouse()
  const { tablet, recoveryId, admin, otherAdmin } = await asked(test)
  expect(await decide(test, recoveryId, 'allow', admin)).toEqual(refused('not-vouched'))
  expect(await decide(test, recoveryId, 'vouch', admin)).toEqual(DONE)
  expect(await decide(test, recoveryId, 'allow', admin)).toEqual(refused('same-person'))
  expect(await tablet.look()).toMatchObject({ status: 'waiting' })
  expect(await decide(test, recoveryId, 'allow', otherAdmin)).toEqual(DONE)
  expect(await tablet.open(await tablet.look())).toEqual(tablet.vaultKey)
})

it('[VAULT-R17] another post of the same person is the same person', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin, otherAdmin } = await asked(test)
  await decide(test, recoveryId, 'vouch', admin)
  const secondPost = { ...otherAdmin, personId: admin.personId }
  expect(await decide(test, recoveryId, 'allow', secondPost)).toEqual(refused('same-person'))
})

it('[VAULT-R17] nobody vouches for themselves, and nobody lets themselves in', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin, otherAdmin } = await asked(test)
  const self = { ...admin, personId: test.actors.agent.personId }
  expect(await decide(test, recoveryId, 'vouch', self)).toEqual(refused('own-request'))
  await decide(test, recoveryId, 'vouch', otherAdmin)
  expect(await decide(test, recoveryId, 'allow', self)).toEqual(refused('own-request'))
})

it('[VAULT-R17] shows the second what the first said, and each whether it was they', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin, otherAdmin, list } = await asked(test)
  expect((await list())[0]).toMatchObject({ vouch: null })
  await decide(test, recoveryId, 'vouch', admin)
  const vouch = { name: test.signIns.admin.name, at: test.house.clock(), how: REASON }
  expect((await list(admin))[0]?.vouch).toEqual({ ...vouch, isOwn: true })
  expect((await list(otherAdmin))[0]?.vouch).toEqual({ ...vouch, isOwn: false })
})

it('[VAULT-R17] of two who vouch at once one is first; the first word stands, also where it is said again', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin, otherAdmin, list } = await asked(test)
  const both = await Promise.all([
    decide(test, recoveryId, 'vouch', admin),
    decide(test, recoveryId, 'vouch', otherAdmin),
  ])
  expect(both).toContainEqual(DONE)
  expect(both).toContainEqual(refused('vouched-already'))
  const [first, second] = both[0].status === 'done' ? [admin, otherAdmin] : [otherAdmin, admin]
  const stood = await list(second)
  test.pass(60_000)
  expect(await decide(test, recoveryId, 'vouch', first)).toEqual(DONE)
  expect(await list(second)).toEqual(stood)
})

it('[VAULT-R17] either of the two can refuse, alone, at any time', async () => {
  await using test = await openTestHouse()
  const { tablet, recoveryId, admin, otherAdmin } = await asked(test)
  await decide(test, recoveryId, 'vouch', admin)
  expect(await decide(test, recoveryId, 'refuse', admin)).toEqual(DONE)
  expect(await tablet.look()).toEqual({ status: 'refused', reason: REASON })
  expect(await decide(test, recoveryId, 'allow', otherAdmin)).toEqual(refused('not-waiting'))
})

it('[VAULT-R17] a word for one request is none for the next', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin, otherAdmin } = await asked(test)
  await decide(test, recoveryId, 'vouch', admin)
  const next = await aLockedTablet(test, 'agent')
  await next.ask()
  expect(await decide(test, next.input.recoveryId, 'allow', otherAdmin)).toEqual(refused('not-vouched'))
})

it('[VAULT-R17] the database takes no answer that one post alone has given', async () => {
  await using test = await openTestHouse()
  const { recoveryId, admin } = await asked(test)
  const allowed = (vouchedBy: string | null) =>
    test.ownerPool.query(
      `update recovery_request
          set status = 'allowed', answer = '{}', decided_by = $2, decided_at = now(), reason = 'x',
              vouched_by = $3::uuid, vouched_at = case when $3 is null then null else now() end,
              vouch = case when $3 is null then null else 'x' end
        where recovery_id = $1`,
      [recoveryId, admin.postId, vouchedBy],
    )
  await expect(allowed(null)).rejects.toThrow('check constraint')
  await expect(allowed(admin.postId)).rejects.toThrow('check constraint')
})
