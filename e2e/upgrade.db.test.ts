// Goal: what waited on a tablet of any version is taken in by today's server, once today's app was unlocked there.
// Method: stores as those apps left them, today's engine and transport, and the server as it listens to people.
import 'fake-indexeddb/auto'
import { createHash, webcrypto } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createServerClient, type ServerClient } from '@onetrip/client/api/serverClient'
import { createDexieSyncStorage } from '@onetrip/client/db/dexieSyncStorage'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { readMeta, writeMeta } from '@onetrip/client/db/meta'
import { createSignatureCheck } from '@onetrip/client/envelope/checkSignature'
import { createSealer } from '@onetrip/client/envelope/createSealer'
import { createUploadProof } from '@onetrip/client/envelope/sign'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine, type Engine } from '@onetrip/client/sync/engine'
import { createTrpcTransport } from '@onetrip/client/sync/trpcTransport'
import { unlockVault } from '@onetrip/client/vault/vault'
import { createVaultCodec } from '@onetrip/client/vault/vaultCodec'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { CATALOGUE_FEED, ScanId, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import { inRoot } from '@onetrip/server/app/root'
import { vaultDeps } from '../client/test/aVault'
import { openKept, readKept, readKeptTablet, testDeviceKey, type KeptTablet } from '../client/test/keptTablet'
import { deviceKey } from '../server/test/protocol/stage'
import { openWorld, World, type WorldHouse } from '../server/test/protocol/world'

const random = (length: number): Uint8Array => webcrypto.getRandomValues(new Uint8Array(length))
/** Turned on to when something can go again: nobody waits here. */
const clock = { ms: 0 }
const nowMs = (): number => clock.ms
const tablets = readdirSync(inRoot('shared', 'fixtures', 'tablets')).map((file) => file.replace('.json', ''))

type Scene = { readonly world: World; readonly house: WorldHouse; readonly kept: KeptTablet }

it.each(tablets)('[SYNC-R24] all that waits on %s arrives, and nothing is sent open', async (name) => {
  const world = World.parse(readKept('protocol-1/world'))
  clock.ms = Date.parse(world.now)
  await using house = await openWorld(world)
  const scene = { world, house, kept: readKeptTablet(name) }
  const { client, sentOpen } = await signInAnew(scene)
  const store = await openStore(scene)
  const engine = engineOf(scene, store, client)

  const waiting = await store.db.outbox.where('state').equals('waiting').toArray()
  const uploads = await store.db.uploads.where('state').equals('waiting').toArray()
  await drain(engine)
  expect(await store.db.outbox.where('state').equals('waiting').count()).toBe(0)

  const opIds = waiting.map(({ opId }) => opId)
  const { rows } = await house.house.pool.query<{ opId: string; status: string }>(
    `select op_id::text as "opId", outcome->>'status' as status from operation where op_id::text = any($1) order by 1`,
    [opIds],
  )
  expect(rows).toEqual(opIds.toSorted().map((opId) => ({ opId, status: 'applied' })))
  // Pages of words that were applied; a parked case keeps its own.
  const named = uploads.filter(({ opId }) => opIds.includes(opId))
  expect(named.length).toBeGreaterThan(0)
  for (const { scanId, sizeBytes } of named) expect(await house.house.scans.head(ScanId.parse(scanId))).toBe(sizeBytes)
  expect(sentOpen()).toBe(0)
})

async function drain(engine: Engine): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    const result = await engine.step()
    if (result.did !== 'rest' && result.did !== 'fail') continue
    if (result.untilMs === undefined) return
    clock.ms = Math.max(clock.ms, result.untilMs)
  }
}

/** Today's app on that tablet: the agent signs in once, and a device without a key gets one. */
async function signInAnew({ world, house, kept }: Scene) {
  const jar = { cookie: '', open: 0 }
  const fetchLike = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', house.url)
    if (jar.cookie !== '') headers.set('cookie', jar.cookie)
    if (init.body instanceof Uint8Array && addressOf(url).endsWith('sync.push') && init.body[1] === 0) jar.open += 1
    const response = await fetch(url, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) jar.cookie = cookie.split(';')[0] ?? ''
    return response
  }
  const client = createServerClient({ app: 'agent', fetch: fetchLike, origin: house.url })
  const [agent] = world.people
  if (!agent) throw new Error('the recorded district has an agent')
  await client.session.signIn.mutate({ loginName: agent.loginName, password: agent.password })
  const code = RegistrationCode.parse(world.registrationCodes[agent.unitId])
  const device = { deviceId: kept.deviceId, publicKey: deviceKey(world).publicKey, code }
  expect(await client.session.registerDevice.mutate(device)).toMatchObject({ status: 'registered' })
  return { client, sentOpen: () => jar.open }
}

const addressOf = (url: RequestInfo | URL): string => {
  if (typeof url === 'string') return url
  return url instanceof URL ? url.href : url.url
}

async function openStore({ house, kept }: Scene): Promise<LocalStore> {
  const opened = await openKept(kept)
  const deps = { ...vaultDeps(kept.me), ...opened }
  const answer = await unlockVault(deps, { postId: kept.me.postId, passphrase: kept.passphrase, nowMs: 0 })
  if (answer.kind !== 'unlocked') throw new Error(answer.kind)
  const { db } = opened
  const [device, sync] = [await readMeta(db, 'device'), await readMeta(db, 'sync')]
  if (!device || !sync) throw new Error('a tablet knows what it is called, and how far it came')
  const signingKey = device.signingKey ?? (await testDeviceKey())
  await writeMeta(db, 'device', { ...device, signingKey })
  // As the first pull tells it; `vault` comes after sign-in, and sign-in after the keys.
  const { envelopes, acknowledger } = house.house
  await writeMeta(db, 'sync', { ...sync, envelopeKeys: envelopes.keys, acknowledgementKeys: acknowledger.keys })
  const sealer = createSealer({
    districtId: kept.me.districtId,
    deviceId: kept.deviceId,
    random,
    nowMs,
    readKeys: async () => envelopes.keys,
    readSigningKey: async () => signingKey,
  })
  return { db, codec: createVaultCodec(answer.vault, random), sealer }
}

function engineOf({ kept }: Scene, store: LocalStore, client: ServerClient): Engine {
  const { deviceId } = kept
  const { districtId } = kept.me
  const storage = createDexieSyncStorage(store)
  const proveUpload = createUploadProof({ db: store.db, districtId, deviceId })
  const sha256Hex = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const wire = createTrpcTransport(client, { deviceId, onServerTime: () => undefined, proveUpload })
  const check = {
    districtId,
    readKeys: storage.readAcknowledgementKeys,
    verifySignature: createSignatureCheck(),
    sha256Hex,
  }
  return createEngine({
    nowMs,
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    storage,
    transport: acknowledgedTransport(wire, check),
    deviceId,
    newUploadId: () => UploadId.parse(uuidv7(nowMs(), random)),
    sha256Hex,
    feedIds: [CATALOGUE_FEED],
    lanes: 1,
    laneMs: 0,
    mayUpload: () => true,
  })
}
