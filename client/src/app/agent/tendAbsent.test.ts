// @vitest-environment happy-dom
// Goal: a tablet that was called back empties itself though nobody unlocks it, after all has gone; and what the tables of
// an absent agent have lost comes from its copy. Method: a real store of a registered device, a folder in memory, and a
// server behind fetch that checks the device's signature.
import { randomUUID, webcrypto } from 'node:crypto'
import { Dexie } from 'dexie'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { fromBase64 } from '@onetrip/shared/lib/base64'
import { DeviceId, DistrictId, PostId } from '@onetrip/shared/lib/ids'
import { ok } from '@onetrip/shared/lib/result'
import type { StandingInput } from '@onetrip/shared/wire/device'
import { standingProof } from '@onetrip/shared/wire/envelope'
import { PROOF_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { NOW } from '../../../test/agentTablet'
import { aBundleStore, handInFor } from '../../../test/bundleStore'
import { aCopyFolder } from '../../../test/copyFolder'
import { createServerClient } from '../../api/serverClient'
import { DeviceRegistry, localDatabaseName, type KnownAgent } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'
import { makeDeviceKey } from '../../device/makeDeviceKey'
import type { CopyEdges } from '../../rescue/copyKeeper'
import type { RescueEdges } from '../../stores/rescue'
import { createTending } from './tendAbsent'

vi.mock('./appVersion', () => ({ APP_VERSION: '1' }))
const { files, folder } = aCopyFolder()
const disk = { files, removed: [] as string[] }
vi.mock('./removeFolder', () => ({ removeFolder: async (name: string) => void disk.removed.push(name) }))
const sent = { count: 0, goes: true }
const copies: CopyEdges = {
  openFolder: async () => folder,
  whileFree: (_lock, run) => run(),
  createSend: () => async () => {
    sent.count += 1
    return ok(sent.goes ? { kind: 'all', progress } : { kind: 'failed', why: 'unreachable', progress })
  },
}
const progress = { operations: 1, operationsThere: 0, refused: 0, scans: 0, scansThere: 0 }

beforeEach(() => {
  disk.files.clear()
  disk.removed.length = 0
  Object.assign(sent, { count: 0, goes: true })
})

const DISTRICT = DistrictId.parse('430102')

/** A tablet on which somebody has handed in, and whom nobody lets in now. */
async function aScene() {
  const postId = PostId.parse(randomUUID())
  const deviceId = DeviceId.parse(randomUUID())
  const { signingKey, publicKey } = await makeDeviceKey()
  const db = new LocalDatabase(localDatabaseName(postId))
  onTestFinished(() => Dexie.delete(db.name))
  await writeMeta(db, 'device', { deviceId, deviceNumber: 1, nextReceiptCounter: 0, signingKey })
  const store = { ...(await aBundleStore()), db }
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  onTestFinished(() => registry.delete())
  // Of an agent, only whose store it is matters here.
  await registry.agents.put({ postId, failures: 0, notBeforeMs: 0 } as unknown as KnownAgent)

  const point = fromBase64(publicKey)
  const key = await webcrypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
  const server = {
    epoch: 'e',
    isAway: false,
    standing: undefined as 'revoked' | undefined,
    reports: [] as StandingInput[],
    keys: {},
  }
  const fetch = async (_url: RequestInfo | URL, { body, headers }: RequestInit = {}): Promise<Response> => {
    if (server.isAway) throw new TypeError('Failed to fetch')
    const report = JSON.parse(body as string) as StandingInput
    const proof = fromBase64(new Headers(headers).get(PROOF_HEADER) ?? '')
    const said = standingProof(DISTRICT, report)
    const isSigned = await webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, proof, said)
    if (isSigned) server.reports.push(report)
    const standing = server.standing && { standing: server.standing }
    const data = { epoch: server.epoch, serverTime: NOW, ...standing, ...server.keys }
    return Response.json({ result: { data } }, { headers: { [PROTOCOL_HEADER]: String(PROTOCOL) } })
  }
  const clock = { ms: 0 }
  const rescue = {
    client: createServerClient({ app: 'agent', fetch, origin: 'https://tend.test' }),
    nowMs: () => Date.parse(NOW),
    monotonicMs: () => clock.ms,
  } as unknown as RescueEdges
  const onWiped = vi.fn()
  const log = (error: unknown) => expect.unreachable(String(error))
  const tend = createTending({ registry, rescue, copies, log, onWiped })
  const agent = {
    postId,
    store: { districtId: DISTRICT, deviceId, db, settings: { pausesOnMobile: false } },
    close: () => undefined,
  }
  const tendAgain = async (): Promise<void> => {
    clock.ms += 60_000
    await tend(agent)
  }
  return { db, store, server, registry, postId, deviceId, onWiped, tend: () => tend(agent), tendAgain }
}

it('[SYNC-R18] says once in a minute how an absent agent’s tablet is, signed by its device', async () => {
  const { store, server, deviceId, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [])
  await tend()
  await tend()
  expect(server.reports).toMatchObject([{ deviceId, unsentCount: 1, appVersion: '1' }])
  await tendAgain()
  expect(server.reports).toHaveLength(2)
})

it('[SYNC-R18] destroys nothing while something waits, and then all of that agent, though nobody unlocks the tablet', async () => {
  const { db, store, server, registry, postId, onWiped, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [])
  server.standing = 'revoked'
  await tend()
  expect(onWiped).not.toHaveBeenCalled()
  expect(await db.outbox.count()).toBe(1)
  const detail = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  await db.outbox.toCollection().modify({ state: 'ended', detail })
  await tendAgain()
  expect(onWiped).toHaveBeenCalledExactlyOnceWith({ kind: 'wiped', unsent: 0 })
  expect(await Dexie.exists(localDatabaseName(postId))).toBe(false)
  expect(disk.removed).toEqual([localDatabaseName(postId)])
  expect(await registry.agents.count()).toBe(0)
})

it('[SYNC-R18] [SYNC-R20] destroys no page that only its second copy can still be read from, however often that does not go', async () => {
  const { db, store, server, onWiped, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [300])
  await tend()
  await db.outbox.toCollection().modify({ state: 'ended', detail: { kind: 'ended', how: 'applied', endedAtMs: 1 } })
  await db.uploads.toCollection().modify({ state: 'blocked', detail: { kind: 'blocked', why: 'damaged-here' } })
  Object.assign(server, { standing: 'revoked' })
  sent.goes = false
  for (let look = 0; look < 4; look += 1) await tendAgain()
  expect(onWiped).not.toHaveBeenCalled()
  sent.goes = true
  for (let look = 0; look < 5; look += 1) await tendAgain()
  // It is there, and the server is asked about it anew.
  expect((await db.uploads.toArray()).map(({ state }) => state)).toEqual(['waiting'])
  expect(onWiped).not.toHaveBeenCalled()
  await db.uploads.toCollection().modify({ state: 'arrived', detail: { kind: 'arrived', arrivedAtMs: 1 } })
  await tendAgain()
  expect(onWiped).toHaveBeenCalledExactlyOnceWith({ kind: 'wiped', unsent: 0 })
})

it('[SYNC-R20] keeps the copies of an absent agent, and sends from them what the tables have lost', async () => {
  const { db, store, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [])
  await tend()
  expect(disk.files.size).toBe(1)
  await db.outbox.clear()
  await tendAgain()
  expect([sent.count, disk.files.size]).toEqual([1, 0])
})

it('[SYNC-R20] sends from the copy of an absent agent later each time that it does not go, and at once when the server is back', async () => {
  const { db, store, server, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [])
  await tend()
  await db.outbox.clear()
  sent.goes = false
  const triedInMinutes = async (minutes: number): Promise<number[]> => {
    const counts: number[] = []
    for (let minute = 0; minute < minutes; minute += 1) {
      await tendAgain()
      counts.push(sent.count)
    }
    return counts
  }
  // After half a minute, one, two, four.
  expect(await triedInMinutes(9)).toEqual([1, 2, 3, 3, 4, 4, 4, 4, 5])
  server.isAway = true
  expect(await triedInMinutes(2)).toEqual([5, 5])
  server.isAway = false
  sent.goes = true
  expect(await triedInMinutes(2)).toEqual([5, 6])
  expect(disk.files.size).toBe(0)
})

it('[SYNC-R8] offers all anew to a restored server, though nobody unlocks the tablet', async () => {
  const { db, store, server, tend, tendAgain } = await aScene()
  await handInFor(store, 1, [])
  await tend()
  await db.outbox.toCollection().modify({ state: 'ended', detail: { kind: 'ended', how: 'applied', endedAtMs: 1 } })
  await tendAgain()
  expect((await db.outbox.toArray()).map(({ state }) => state)).toEqual(['ended'])
  server.epoch = 'restored'
  await tendAgain()
  expect((await db.outbox.toArray()).map(({ state }) => state)).toEqual(['waiting'])
  expect((await readMeta(db, 'sync'))?.epoch).toBe('restored')
})

it('[SYNC-R16] [SYNC-R19] learns whose signatures hold, so that a new key of the server keeps nothing from ending', async () => {
  const { db, server, tend, tendAgain } = await aScene()
  const acknowledgementKeys = [{ keyId: 'new', alg: 'ed25519', publicKey: 'A'.repeat(43) + '=' }] as const
  server.keys = { keysDigest: 'abc', acknowledgementKeys }
  await tend()
  expect((await readMeta(db, 'sync'))?.acknowledgementKeys).toEqual(acknowledgementKeys)
  server.keys = {}
  await tendAgain()
  expect(server.reports.map(({ keysKnown }) => keysKnown)).toEqual([undefined, 'abc'])
  expect((await readMeta(db, 'sync'))?.acknowledgementKeys).toEqual(acknowledgementKeys)
})
