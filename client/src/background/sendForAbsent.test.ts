// Goal: each agent's sealed work goes without them, one store's trouble keeps no other back, and nobody's own sending
// is disturbed. Method: real stores in memory with sealed bodies; a server that keeps what it is sent, behind fetch.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { Dexie } from 'dexie'
import { expect, it, onTestFinished, vi } from 'vitest'
import { CaseId, DeviceId, DistrictId, OpId, PostId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { acknowledgedText, signedText } from '@onetrip/shared/wire/acknowledgement'
import { decodeFrames } from '@onetrip/shared/wire/frame'
import { APP_HEADER, DEVICE_HEADER, POST_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { createServerClient } from '../api/serverClient'
import { LocalDatabase } from '../db/localDatabase'
import { NO_SYNC, writeMeta } from '../db/meta'
import { createSignatureCheck } from '../envelope/checkSignature'
import { sendForAbsent, syncLockOf, type AbsentAgent, type AbsentDeps } from './sendForAbsent'

const NOW = Instant.parse('2026-07-03T01:41:00.000Z')
const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const districtId = DistrictId.parse('430102')
const sha256Hex = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')

/** A server that applies and signs for all; what it was sent, and in whose name. */
function aServer(key: KeyObject = privateKey) {
  const seen: { readonly device: string | null; readonly post: string | null; readonly opIds: string[] }[] = []
  const fetch = async (_url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    const frames = decodeFrames(init.body as Uint8Array<ArrayBuffer>, 64)
    if (!frames.ok || !headers.has(APP_HEADER)) throw new Error('not frames')
    const opIds = frames.value.map(({ opId }) => opId)
    seen.push({ device: headers.get(DEVICE_HEADER), post: headers.get(POST_HEADER), opIds })
    const digests = frames.value.map(({ caseId, opId, body }) => {
      const bodySha256 = createHash('sha256').update(body).digest('hex')
      const text = acknowledgedText({ about: 'operation', districtId, caseId, opId, bodySha256 }, NOW)
      return createHash('sha256').update(text).digest('hex')
    })
    const signature = sign(null, Buffer.from(signedText({ epoch: 'e1', digests })), key).toString('base64')
    const outcomes = opIds.map((opId) => ({ status: 'applied', opId, revision: 1, receivedAt: NOW }))
    const acknowledgement = { keyId: 'k', epoch: 'e1', digests, signature }
    const data = { epoch: 'e1', serverTime: NOW, outcomes, acknowledgement }
    return Response.json({ result: { data } }, { headers: { [PROTOCOL_HEADER]: String(PROTOCOL) } })
  }
  return { seen, fetch }
}

async function anAgent(n: number, opCount: number): Promise<AbsentAgent & { readonly db: LocalDatabase }> {
  const postId = PostId.parse(uuid(n))
  const deviceId = DeviceId.parse(uuid(100 + n))
  const db = new LocalDatabase(`absent-${expect.getState().currentTestName}-${n}`)
  onTestFinished(async () => {
    db.close()
    await Dexie.delete(db.name)
  })
  await writeMeta(db, 'sync', {
    ...NO_SYNC,
    epoch: 'e1',
    acknowledgementKeys: [{ keyId: 'k', alg: 'ed25519', publicKey: raw }],
  })
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  for (let nth = 0; nth < opCount; nth += 1) {
    const opId = OpId.parse(uuid(1000 * n + nth))
    const sealed = { alg: 'sealed', keyId: '0123456789abcdef', body: Uint8Array.of(n, nth).buffer } as const
    const caseId = CaseId.parse(uuid(5000 + 100 * n + nth))
    await db.outbox.add({ opId, caseId, deviceSeq: nth + 1, state: 'waiting', detail, ...sealed })
  }
  return {
    postId,
    db,
    store: { districtId, deviceId, db, settings: { pausesOnMobile: false } },
    close: () => undefined,
  }
}

function depsFor(
  agents: readonly AbsentAgent[],
  { fetch }: { readonly fetch: (url: RequestInfo | URL, init?: RequestInit) => Promise<Response> },
  lock: Partial<Pick<AbsentDeps, 'whileFree' | 'isWanted'>> = {},
): AbsentDeps {
  const client = createServerClient({ app: 'agent', fetch, origin: 'https://absent.test' })
  return {
    openStores: async () => agents,
    edgesFor: () => ({
      nowMs: () => Date.parse(NOW),
      monotonicMs: () => 0,
      random: () => 0.5,
      sha256Hex,
      newId: () => uuid(9999),
      client,
      proveUpload: async () => undefined,
      verifySignature: createSignatureCheck(),
      mayUpload: () => true,
    }),
    whileFree: (_lock, run) => run(),
    answerTabs: () => () => undefined,
    isWanted: async () => false,
    log: () => undefined,
    ...lock,
  }
}

const statesOf = async ({ db }: { readonly db: LocalDatabase }) => (await db.outbox.toArray()).map(({ state }) => state)

it('[SYNC-R19] sends for each agent as their own device and in nobody’s name, and believes signatures only', async () => {
  const agents = [await anAgent(1, 2), await anAgent(2, 1)] as const
  const server = aServer()
  const said: string[] = []
  const answerTabs = (postId: string): (() => void) => {
    said.push(`here ${postId}`)
    return () => void said.push(`gone ${postId}`)
  }
  expect(await sendForAbsent({ ...depsFor(agents, server), answerTabs })).toBe(true)
  expect(said).toEqual(agents.flatMap(({ postId }) => [`here ${postId}`, `gone ${postId}`]))
  expect(server.seen).toEqual([
    { device: uuid(101), post: null, opIds: [uuid(1000), uuid(1001)] },
    { device: uuid(102), post: null, opIds: [uuid(2000)] },
  ])
  expect(await Promise.all(agents.map(statesOf))).toEqual([['ended', 'ended'], ['ended']])
  const forged = await anAgent(3, 1)
  await sendForAbsent(depsFor([forged], aServer(generateKeyPairSync('ed25519').privateKey)))
  expect(await statesOf(forged)).toEqual(['waiting'])
})

it('[SYNC-R19] leaves alone the store whose agent is there, and says what is left elsewhere', async () => {
  const [present, absent] = [await anAgent(1, 1), await anAgent(2, 1)]
  const server = aServer()
  const isFree = (lock: string): boolean => lock !== syncLockOf(present.postId)
  await sendForAbsent(
    depsFor([present, absent], server, { whileFree: async (lock, run) => (isFree(lock) ? run() : undefined) }),
  )
  expect(await Promise.all([present, absent].map(statesOf))).toEqual([['waiting'], ['ended']])
  const away = { fetch: () => Promise.reject(new TypeError('no network')) }
  expect(await sendForAbsent(depsFor([await anAgent(3, 1)], away))).toBe(false)
})

it('[SYNC-R19] one store’s trouble keeps no other back: what did not open or broke is left, and all are closed', async () => {
  const [broken, whole] = [await anAgent(1, 1), await anAgent(2, 1)]
  broken.db.close()
  const closed: string[] = []
  const noting = (agent: AbsentAgent): AbsentAgent => ({ ...agent, close: () => void closed.push(agent.postId) })
  const server = aServer()
  const deps = depsFor([noting(broken), noting(whole)], server)
  const openStores = async () => [{ error: new Error('not opened') }, ...(await deps.openStores())]
  const log = vi.fn()
  expect(await sendForAbsent({ ...deps, openStores, log })).toBe(false)
  expect(await statesOf(whole)).toEqual(['ended'])
  expect(closed).toEqual([broken.postId, whole.postId])
  expect(log).toHaveBeenCalledTimes(2)
})
