// Who may reach the sync router, apart from what it does. Every role tries everything; foreign things answer as the
// caller would see missing ones.
import { TRPCError } from '@trpc/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { DeviceId, FeedId, UploadId } from '@onetrip/shared/lib/ids'
import { callerFor, openTestHouse, type TestActors, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push, type MadeSubmit } from '../../../test/operations'
import { newId } from '../../app/parts'

const ROLES = ['agent', 'marketReviewer', 'dispatcher', 'admin', undefined] as const
type Who = (typeof ROLES)[number]

/** What each may do; everybody else is refused. */
const MAY: Readonly<Record<'push' | 'pull' | 'offer' | 'append' | 'pokes' | 'keys', readonly Who[]>> = {
  push: ['agent'],
  pull: ['agent', 'marketReviewer'],
  offer: ['agent'],
  append: ['agent'],
  pokes: ['agent', 'marketReviewer'],
  keys: ROLES,
}

const state: { test?: TestHouse; made?: MadeSubmit } = {}
const getTest = (): TestHouse => {
  if (!state.test) throw new Error('the house is not open')
  return state.test
}
const getMade = (): MadeSubmit => {
  if (!state.made) throw new Error('nothing was submitted')
  return state.made
}

beforeAll(async () => {
  const test = await openTestHouse()
  state.test = test
  state.made = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(state.made.op, test.devices.agent)])
  return () => test[Symbol.asyncDispose]()
})

describe.each(Object.entries(MAY))('%s', (name, allowed) => {
  it.each(ROLES.map((who) => ({ who: who ?? 'nobody', actor: who })))('by $who', async ({ actor }) => {
    const code = await codeOf(call(name, actor))
    const refused = actor ? 'FORBIDDEN' : 'UNAUTHORIZED'
    if (allowed.includes(actor)) expect(code).not.toBe(refused)
    else expect(code).toBe(refused)
  })
})

/** Calls with an input that is malformed for whoever gets through: what is asked here is only who does. */
async function call(name: string, actor: Who): Promise<unknown> {
  const { house, actors } = getTest()
  const { sync } = callerFor(house, actor && actors[actor])
  const nothing = new Blob([]).stream() as unknown as Uint8Array // as in test/operations.ts
  switch (name) {
    case 'push':
      return sync.push(nothing)
    case 'keys':
      return sync.keys()
    case 'pull':
      return sync.pull({ cursors: {}, limit: 1 })
    case 'offer':
      return sync.offer(offerOf({ device: 'agent' }))
    case 'append':
      return sync.append(nothing)
    default:
      return sync.pokes()
  }
}

const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof TRPCError ? error.code : String(error)),
  )

function offerOf({ device }: { readonly device: 'agent' | 'otherAgent' }, uploadId = UploadId.parse(newId())) {
  const { op, pages } = getMade()
  const [page] = pages
  if (!page) throw new Error('no page')
  return { deviceId: getTest().devices[device], uploadId, caseId: op.caseId, scan: page.ref }
}

describe('[SYNC-R4] feeds', () => {
  const STATIONS = { agent: '430102014004', otherAgent: '430102013008' }
  const OWN: readonly (readonly [keyof TestActors, string])[] = [
    ['agent', 'catalogue'],
    ['agent', `station:${STATIONS.agent}`],
    ['otherAgent', `station:${STATIONS.otherAgent}`],
    ['marketReviewer', 'catalogue'],
    ['marketReviewer', 'department:market-regulation'],
    ['fireReviewer', 'department:fire-rescue'],
  ]
  const FEEDS = [...new Set(OWN.map(([, feed]) => feed)), 'department:civil-affairs', 'station:430102001001']
  const READERS = ['agent', 'otherAgent', 'marketReviewer', 'fireReviewer'] as const

  it.each(READERS.flatMap((reader) => FEEDS.map((feed) => ({ reader, feed }))))(
    '$reader reads $feed only if it is its own',
    async ({ reader, feed }) => {
      const { house, actors } = getTest()
      const isOwn = feed === 'catalogue' || OWN.some(([who, which]) => who === reader && which === feed)
      const asked = callerFor(house, actors[reader]).sync.pull({ cursors: { [FeedId.parse(feed)]: 0 }, limit: 1 })
      expect(await codeOf(asked)).toBe(isOwn ? undefined : 'UNAUTHORIZED')
    },
  )

  it('refuses a foreign feed also beside an own one', async () => {
    const { house, actors } = getTest()
    const cursors = { [FeedId.parse(`station:${STATIONS.agent}`)]: 0, [FeedId.parse('department:fire-rescue')]: 0 }
    expect(await codeOf(callerFor(house, actors.agent).sync.pull({ cursors, limit: 1 }))).toBe('UNAUTHORIZED')
  })
})

describe('devices', () => {
  it('[SYNC-R12] takes frames only from a tablet of the own station', async () => {
    const { house, actors, devices } = getTest()
    const { op } = await makeSubmit(getTest())
    // Another agent's tablet: somebody else is signed in on it. One that nobody registered: an administrator must look.
    const strange = [
      [devices.otherAgent, 'UNAUTHORIZED'],
      [DeviceId.parse(newId()), 'FORBIDDEN'],
    ] as const
    for (const [deviceId, code] of strange) {
      expect(await codeOf(push(house, actors.agent, [frameOf(op, deviceId)]))).toBe(code)
      const mixed = [frameOf(op, devices.agent), frameOf(op, deviceId)]
      expect(await codeOf(push(house, actors.agent, mixed))).toBe(code)
    }
  })

  it('[SYNC-R12] tells only the own station’s tablet where an upload stands', async () => {
    const { house, actors } = getTest()
    const own = callerFor(house, actors.agent).sync
    const foreign = callerFor(house, actors.otherAgent).sync
    const offer = offerOf({ device: 'agent' })
    expect((await own.offer(offer)).standing).toEqual({ status: 'continue', offset: 0 })
    // Another agent with this agent's tablet; this agent with a strange one; another agent with the own tablet.
    expect(await codeOf(foreign.offer(offer))).toBe('FORBIDDEN')
    expect(await codeOf(own.offer({ ...offer, deviceId: DeviceId.parse(newId()) }))).toBe('FORBIDDEN')
    const guess = { ...offer, deviceId: getTest().devices.otherAgent, uploadId: UploadId.parse(newId()) }
    expect((await foreign.offer(guess)).standing).toEqual({ status: 'not-awaited' })
  })

  it('[SYNC-R12] keeps an upload’s id for the device, case and scan that it was begun with', async () => {
    const { house, actors } = getTest()
    const { offer } = callerFor(house, actors.agent).sync
    const begun = offerOf({ device: 'agent' })
    await offer(begun)
    const other = getMade().pages[1]
    if (!other) throw new Error('no second page')
    expect(await codeOf(offer({ ...begun, scan: other.ref }))).toBe('FORBIDDEN')
  })
})
