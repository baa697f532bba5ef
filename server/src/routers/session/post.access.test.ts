// Goal: what one person's page asks is never done in the name of another whose cookie the browser holds meanwhile.
// Method: real HTTP; the page says in a header whose it is, the cookie says who signed in last.
import { expect, it } from 'vitest'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { POST_HEADER } from '@onetrip/shared/wire/protocol'
import { openTestHouse } from '../../../test/house'
import { listenTo, openSignedIn, type Page } from '../../../test/page'
import { newId } from '../../app/parts'

type Headers = Readonly<Record<string, string>>
type Call = (page: Page, headers: Headers) => Promise<number>

const query = async (page: Page, path: string, input: unknown, headers: Headers): Promise<number> => {
  const response = await page.fetch(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
  return response.status
}
const send = async (page: Page, path: string, headers: Headers): Promise<number> =>
  (await page.send(path, new Uint8Array([1]), headers)).status

/** What the pages of the two apps ask; whoever is signed in is let in to each. */
const AGENT_CALLS: Readonly<Record<string, Call>> = {
  'sync.push': (page, headers) => send(page, 'sync.push', headers),
  'sync.append': (page, headers) => send(page, 'sync.append', headers),
  'sync.pull': (page, headers) => query(page, 'sync.pull', { cursors: {}, limit: 1 }, headers),
  'session.registerDevice': async (page, headers) =>
    (await page.mutate('session.registerDevice', { deviceId: DeviceId.parse(newId()) }, headers)).status,
}
const DESK_CALLS: Readonly<Record<string, Call>> = {
  'inbox.list': (page, headers) => query(page, 'inbox.list', { show: 'open' }, headers),
  'task.decide': async (page, headers) => (await page.mutate('task.decide', {}, headers)).status,
  'session.signOut': async (page, headers) => (await page.mutate('session.signOut', undefined, headers)).status,
}

it.each([
  ['agent', 'otherAgent', AGENT_CALLS],
  ['marketReviewer', 'fireReviewer', DESK_CALLS],
] as const)('answers the page of %s 401 under the cookie of %s, and lets the owner in', async (mine, others, calls) => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns[others])
  for (const [path, call] of Object.entries(calls)) {
    expect(await call(page, { [POST_HEADER]: test.actors[mine].postId }), `another's ${path}`).toBe(401)
    expect(await call(page, { [POST_HEADER]: test.actors[others].postId }), `own ${path}`).not.toBe(401)
  }
})

it('does nothing on the way to saying no: no device, no end of the other’s session', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.otherAgent)
  const headers = { [POST_HEADER]: test.actors.agent.postId }
  const deviceId = DeviceId.parse(newId())
  await page.mutate('session.registerDevice', { deviceId }, headers)
  await page.mutate('session.signOut', undefined, headers)
  const { rows } = await test.ownerPool.query('select 1 from device where device_id = $1', [deviceId])
  expect(rows).toEqual([])
  expect(page.cookie()).toBeDefined()
  expect((await page.query('session.who')).body).toMatchObject({ me: { postId: test.actors.otherAgent.postId } })
})

it('tells a page that is another’s that nobody is signed in, and lets its own person sign in', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.otherAgent)
  const headers = { [POST_HEADER]: test.actors.agent.postId }
  const who = await page.fetch('session.who', { headers })
  expect(await who.json()).toMatchObject({ result: { data: { me: null } } })
  const { loginName, password } = test.signIns.agent
  const { body } = await page.mutate('session.signIn', { loginName, password }, headers)
  expect(body).toMatchObject({ status: 'signed-in', me: { postId: test.actors.agent.postId } })
  expect(await query(page, 'sync.pull', { cursors: {}, limit: 1 }, headers)).toBe(200)
})
