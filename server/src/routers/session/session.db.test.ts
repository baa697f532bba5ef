// Goal: one way in, which tells a stranger nothing. Method: real HTTP against a real database; the clock stands still
// until the test moves it.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { openTestHouse } from '../../../test/house'
import { listenTo, openPage, openSignedIn, type Page } from '../../../test/page'
import { newId } from '../../app/parts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

it('signs an agent in: a cookie that no page can read, and nothing but its hash in the database', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = openPage(server.url, 'agent')
  const { loginName, password, name, unitName } = test.signIns.agent
  const { status, body, headers } = await page.mutate('session.signIn', { loginName, password })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'signed-in',
    me: { role: 'agent', name, unitName, unitId: test.actors.agent.unitId, postId: test.actors.agent.postId },
    serverTime: test.house.clock(),
  })
  const [cookie = ''] = headers.getSetCookie()
  const [pair = '', ...attributes] = cookie.split('; ')
  expect(pair).toMatch(/^__Host-agent=[A-Za-z0-9_-]{43}$/)
  expect(attributes.sort()).toEqual(['HttpOnly', `Max-Age=${30 * 24 * 3600}`, 'Path=/', 'SameSite=Strict', 'Secure'])

  const { rows } = await test.ownerPool.query<{ token: string; app: string }>(
    `select encode(token_sha256, 'hex') as token, app from session`,
  )
  const token = pair.slice('__Host-agent='.length)
  expect(rows).toEqual([{ token: createHash('sha256').update(`session ${token}`).digest('hex'), app: 'agent' }])
  expect(JSON.stringify(body)).not.toContain(token)
  expect((await page.query('session.who')).body).toMatchObject({ me: { name } })
})

it('signs reviewers in at the console, under the name that their department bears today', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.marketReviewer)
  expect(page.cookie()).toMatch(/^__Host-staff=/)
  expect((await page.query('session.who')).body).toMatchObject({
    me: { role: 'reviewer', unitId: 'market-regulation', unitName: '长沙市芙蓉区市场监督管理局' },
  })
})

it('takes a login name as it may be typed', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const { password } = test.signIns.agent
  const page = openPage(server.url, 'agent')
  const { body } = await page.mutate('session.signIn', { loginName: ' ＡGENT-hehuayuan', password })
  expect(body).toMatchObject({ status: 'signed-in' })
})

it.each([
  ['a wrong password', { password: 'guess' }, 'agent'],
  ['an unknown name', { loginName: 'nobody' }, 'agent'],
  ['an app that the role does not belong to', {}, 'staff'],
] as const)('answers %s with the same word and no cookie', async (_name, change, app) => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const { loginName, password } = test.signIns.agent
  const answer = await openPage(server.url, app).mutate('session.signIn', { loginName, password, ...change })
  expect(answer.body).toEqual({ status: 'wrong' })
  expect(answer.headers.getSetCookie()).toEqual([])
})

it('does the same work for a name that does not exist', async () => {
  const verified: (string | undefined)[] = []
  await using test = await openTestHouse({
    change: ({ passwords }) => ({
      passwords: {
        ...passwords,
        verify: (stored, password) => {
          verified.push(stored)
          return passwords.verify(stored, password)
        },
      },
    }),
  })
  await using server = await listenTo(test.house)
  const page = openPage(server.url, 'agent')
  await page.mutate('session.signIn', { loginName: 'nobody', password: 'guess' })
  await page.mutate('session.signIn', { loginName: test.signIns.agent.loginName, password: 'guess' })
  expect(verified).toEqual([undefined, expect.stringMatching(/^\$argon2id\$/)])
})

it('stops guessing at one name, tells how long, and lets the rightful in again after that', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const { loginName, password } = test.signIns.agent
  const page = openPage(server.url, 'agent')
  const wrong = await guessAtOnce(page, loginName, 14)
  expect(wrong).toEqual({ wrong: 10, 'too-many-tries': 4 })

  test.pass(4 * MINUTE_MS)
  const shut = await page.mutate('session.signIn', { loginName, password })
  expect(shut.body).toEqual({ status: 'too-many-tries', retryAfterSeconds: 11 * 60 })
  // Nobody else is shut out by it.
  await openSignedIn(server.url, test.signIns.otherAgent)

  test.pass(11 * MINUTE_MS)
  expect((await page.mutate('session.signIn', { loginName, password })).body).toMatchObject({ status: 'signed-in' })
})

it('stops guessing from one address, whatever the names, and counts a shut-out try against nobody', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = openPage(server.url, 'agent')
  const names = Array.from({ length: 100 }, (_, number) => `guessed-${number}`)
  await Promise.all(names.map((loginName) => page.mutate('session.signIn', { loginName, password: 'guess' })))
  const { loginName, password } = test.signIns.agent
  for (let number = 0; number < 12; number += 1) {
    expect((await page.mutate('session.signIn', { loginName, password })).body).toMatchObject({
      status: 'too-many-tries',
    })
  }
  const { rows } = await test.ownerPool.query(`select bucket, count from attempt where count > 1 order by count`)
  expect(rows.map(({ count }: { count: number }) => count)).toEqual([100, 100])
  expect(JSON.stringify(rows)).not.toMatch(/127\.0\.0\.1|guessed|agent/)
})

it('does not count those who sign in rightly', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  for (let number = 0; number < 12; number += 1) await openSignedIn(server.url, test.signIns.agent)
  const { rows } = await test.ownerPool.query('select sum(count)::int as sum from attempt')
  expect(rows).toEqual([{ sum: 0 }])
})

it('forgets old windows and ended sessions on the way', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  await guessAtOnce(openPage(server.url, 'agent'), 'nobody', 3)
  await openSignedIn(server.url, test.signIns.marketReviewer)
  test.pass(DAY_MS)
  await openSignedIn(server.url, test.signIns.agent)
  const { rows } = await test.ownerPool.query(
    'select (select count(*) from session)::int as sessions, (select sum(count) from attempt)::int as tries',
  )
  expect(rows).toEqual([{ sessions: 1, tries: 0 }])
})

it.each([
  ['agent', 30 * DAY_MS],
  ['marketReviewer', 12 * 60 * MINUTE_MS],
] as const)('ends the session of %s when its time has come, however busy it was', async (who, lifeMs) => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns[who])
  test.pass(lifeMs - 1)
  expect((await page.query('session.who')).body).toMatchObject({ me: { role: test.actors[who].role } })
  test.pass(1)
  expect((await page.query('session.who')).body).toMatchObject({ me: null })
})

it('opens nothing at another app’s door', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const agent = await openSignedIn(server.url, test.signIns.agent)
  const token = agent.cookie()?.split('=')[1] ?? ''
  for (const cookie of [`__Host-agent=${token}`, `__Host-staff=${token}`]) {
    const response = await openPage(server.url, 'staff').fetch('session.who', { headers: { cookie } })
    expect(await response.json()).toMatchObject({ result: { data: { me: null } } })
  }
  const asResident = await openPage(server.url, 'resident').fetch('session.who', {
    headers: { cookie: `__Host-agent=${token}` },
  })
  expect(await asResident.json()).toMatchObject({ result: { data: { me: null } } })
})

it('ends with signing out, with signing in anew, and with the post', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const first = page.cookie()
  const { loginName, password } = test.signIns.agent
  await page.mutate('session.signIn', { loginName, password })
  expect(await isSignedIn(page, first)).toBe(false)

  const second = page.cookie()
  const out = await page.mutate('session.signOut')
  expect(out.status).toBe(200)
  expect(page.cookie()).toBeUndefined()
  expect(await isSignedIn(page, second)).toBe(false)
  expect((await page.mutate('session.signOut')).body).toBe('UNAUTHORIZED')

  await page.mutate('session.signIn', { loginName, password })
  const { postId } = test.actors.agent
  await test.ownerPool.query(`update post set held_to = '2026-01-04' where post_id = $1`, [postId])
  expect(await isSignedIn(page, page.cookie())).toBe(false)
  expect((await page.mutate('session.signIn', { loginName, password })).body).toEqual({ status: 'wrong' })
})

it('leaves a trace of every sign-in, and of every one that went wrong', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  await page.mutate('session.signIn', { loginName: test.signIns.admin.loginName, password: 'guess' })
  const { rows } = await test.ownerPool.query(
    `select role, actor_id, entity, detail from audit_row where procedure = 'session.signIn' order by audit_id`,
  )
  const { personId, postId } = test.actors.agent
  expect(rows).toEqual([
    {
      role: 'agent',
      actor_id: postId,
      entity: `person:${personId}`,
      detail: { app: 'agent', outcome: 'signed-in' },
    },
    { role: 'resident', actor_id: 'guest', entity: 'person:unknown', detail: { app: 'agent', outcome: 'wrong' } },
  ])
})

it('numbers a station’s tablets from 1, each once, however they come', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const code = test.signIns.agent.registrationCode
  const ids = Array.from({ length: 4 }, () => DeviceId.parse(newId()))
  const twice = await Promise.all(
    [...ids, ...ids].map((deviceId) => page.mutate('session.registerDevice', { deviceId, code })),
  )
  const numbers = twice.map(({ body }) => (body as { deviceNumber: number }).deviceNumber)
  expect(numbers.slice(4)).toEqual(numbers.slice(0, 4))
  // The fixture's tablet of this station is number 1.
  expect(numbers.slice(0, 4).sort((a, b) => a - b)).toEqual([2, 3, 4, 5])

  const other = await openSignedIn(server.url, test.signIns.otherAgent)
  const others = { code: test.signIns.otherAgent.registrationCode }
  const taken = await other.mutate('session.registerDevice', { ...others, deviceId: ids[0] })
  expect(taken.body).toEqual({ status: 'id-taken' })
  const own = await other.mutate('session.registerDevice', { ...others, deviceId: newId() })
  expect(own.body).toMatchObject({ deviceNumber: 2 })
  const staff = await openSignedIn(server.url, test.signIns.marketReviewer)
  expect((await staff.mutate('session.registerDevice', { deviceId: newId() })).body).toBe('FORBIDDEN')
})

async function isSignedIn(page: Page, cookie: string | undefined): Promise<boolean> {
  const response = await page.fetch('session.who', { headers: { cookie: cookie ?? '' } })
  const { result } = (await response.json()) as { result: { data: { me: unknown } } }
  return result.data.me !== null
}

async function guessAtOnce(page: Page, loginName: string, times: number): Promise<Record<string, number>> {
  const guesses = Array.from({ length: times }, () => page.mutate('session.signIn', { loginName, password: 'guess' }))
  const counts: Record<string, number> = {}
  for (const { body } of await Promise.all(guesses)) {
    const { status } = body as { status: string }
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}
