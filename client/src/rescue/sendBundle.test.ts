// Goal: a file, or a second copy, says what its tablet knew of the server, so that one that was restored decides nothing
// of it before it has what came first. Method: a real store with real sealing, the engine on the file, and a server
// behind fetch that guards its epoch, signs, and can be set back to before it had anything.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { acknowledgedText, signedText } from '@onetrip/shared/wire/acknowledgement'
import { decodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import { EPOCH_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { aBundleStore, BUNDLE_PARTS } from '../../test/bundleStore'
import { createServerClient } from '../api/serverClient'
import { recordStep } from '../db/commands'
import type { LocalStore } from '../db/localStore'
import { NO_SYNC, writeMeta } from '../db/meta'
import { createSignatureCheck } from '../envelope/checkSignature'
import { openBundle } from './bundleStorage'
import { makeBundle } from './makeBundle'
import { sendBundle, type SendDeps } from './sendBundle'

const NOW = Instant.parse('2026-07-03T01:41:00.000Z')
const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const caseId = CaseId.parse(uuid(1))
const SUBMIT = OpId.parse(uuid(101))
const CORRECT = OpId.parse(uuid(102))
const hexOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')

/** Refuses, for good, a correction of what it does not have. `restore` takes it back to before it had anything. */
function aServer(onPushed: (count: number) => void = () => undefined) {
  const house = { epoch: 'before', decided: new Map<string, object>() }
  const pushes: { readonly epoch: string | null; readonly opIds: string[] }[] = []
  const decide = ({ opId }: Frame): object =>
    opId === CORRECT && !house.decided.has(SUBMIT)
      ? { status: 'refused', opId, refusal: { kind: 'case-not-found' } }
      : { status: 'applied', opId, revision: 1, receivedAt: NOW }

  function push(frames: readonly Frame[], told: string | null): object {
    pushes.push({ epoch: told, opIds: frames.map(({ opId }) => opId) })
    const isOther = told !== null && told !== house.epoch
    const outcomes = isOther ? [] : frames.map((frame) => house.decided.get(frame.opId) ?? decide(frame))
    if (!isOther) frames.forEach(({ opId }, nth) => house.decided.set(opId, outcomes[nth] ?? {}))
    const digests = frames.map(({ body, ...of }) => {
      const { districtId } = BUNDLE_PARTS
      const about = {
        about: 'operation',
        districtId,
        caseId: of.caseId,
        opId: of.opId,
        bodySha256: hexOf(body),
      } as const
      return hexOf(acknowledgedText(about, NOW))
    })
    const { epoch } = house
    const signature = sign(null, Buffer.from(signedText({ epoch, digests })), privateKey).toString('base64')
    return { epoch, serverTime: NOW, outcomes, acknowledgement: { keyId: 'k', epoch, digests, signature } }
  }

  const fetch = async (_url: RequestInfo | URL, { body, headers }: RequestInit = {}): Promise<Response> => {
    const keys = { acknowledgementKeys: [{ keyId: 'k', alg: 'ed25519', publicKey: rawKey }], envelopeKeys: [] }
    const frames = body ? decodeFrames(body as Uint8Array<ArrayBuffer>, 64) : undefined
    if (frames && !frames.ok) throw new Error(frames.error)
    const data = frames ? push(frames.value, new Headers(headers).get(EPOCH_HEADER)) : keys
    if (frames) onPushed(pushes.length)
    return Response.json({ result: { data } }, { headers: { [PROTOCOL_HEADER]: String(PROTOCOL) } })
  }
  const restore = (): void => {
    house.epoch = 'after'
    house.decided.clear()
  }
  return { fetch, pushes, restore }
}

const depsFor = ({ fetch }: Pick<ReturnType<typeof aServer>, 'fetch'>): SendDeps => ({
  nowMs: () => Date.parse(NOW),
  monotonicMs: () => 0,
  random: () => 0.5,
  sha256Hex: async (bytes) => hexOf(bytes),
  verifySignature: createSignatureCheck(),
  client: createServerClient({ app: 'staff', fetch, origin: 'https://rescue.test' }),
  newId: () => uuid(9999),
  onProgress: () => undefined,
  signal: new AbortController().signal,
})

/** A store with an application and its correction; it has heard of a server, where one is named. */
async function aStore(epoch: string | null): Promise<LocalStore> {
  const store = await aBundleStore()
  await writeMeta(store.db, 'sync', { ...NO_SYNC, epoch })
  for (const opId of [SUBMIT, CORRECT]) {
    const operations = [{ opId, body: new TextEncoder().encode(opId) }]
    await recordStep(store, { caseId, newScans: [], operations, uploads: [], settles: [], atMs: 1 })
  }
  return store
}

const endSubmit = (store: LocalStore, how: 'applied' | 'settled') =>
  store.db.outbox
    .where('opId')
    .equals(SUBMIT)
    .modify({ state: 'ended', detail: { kind: 'ended', how, endedAtMs: 1 } })

async function aFile(store: LocalStore): Promise<Blob> {
  const { signal } = new AbortController()
  const made = await makeBundle({ ...BUNDLE_PARTS, store, onProgress: () => undefined, signal })
  if (!made.ok) throw new Error(made.error)
  return made.value.file
}

it('[SYNC-R8] a file goes by the epoch that its tablet knew, and brings what came first to a restored server', async () => {
  const store = await aStore('before')
  await endSubmit(store, 'applied')
  const server = aServer()
  server.restore()
  expect(await sendBundle(await aFile(store), depsFor(server))).toMatchObject({ ok: true, value: { kind: 'all' } })
  expect(server.pushes).toEqual([
    { epoch: 'before', opIds: [SUBMIT] },
    { epoch: 'after', opIds: [SUBMIT] },
    { epoch: 'after', opIds: [CORRECT] },
  ])
})

it('[SYNC-R8] a server that is restored while a file is sent is offered all of it anew, in order', async () => {
  const server = aServer((count) => {
    if (count === 1) server.restore()
  })
  const end = await sendBundle(await aFile(await aStore('before')), depsFor(server))
  expect(end).toMatchObject({ ok: true, value: { kind: 'all', progress: { operationsThere: 2, refused: 0 } } })
  expect(server.pushes.map(({ opIds }) => opIds)).toEqual([[SUBMIT], [CORRECT], [SUBMIT], [CORRECT]])
})

it('what a person has settled is brought to nobody again', async () => {
  const store = await aStore('before')
  await endSubmit(store, 'settled')
  const bundle = await openBundle(await aFile(store), [])
  expect(bundle.ok && bundle.value.read().operations.map(({ opId }) => opId)).toEqual([CORRECT])
})

const DAMAGED = { alg: 'lost', keyId: '', bytes: new ArrayBuffer(0) }

it('what was sent before the tablet could seal keeps no file from being made', async () => {
  const store = await aStore('before')
  await endSubmit(store, 'applied')
  await store.db.outbox.where('opId').equals(SUBMIT).modify({ alg: 'unsealed', copy: DAMAGED })
  const bundle = await openBundle(await aFile(store), [])
  expect(bundle.ok && bundle.value.read().operations.map(({ opId }) => opId)).toEqual([CORRECT])
})

it('[SYNC-R22] a file of before, and one of a tablet that has heard of no server, goes by no epoch', async () => {
  const fixture = new URL('../../../shared/fixtures/protocol-1/bundle.json', import.meta.url)
  // Written when it was recorded.
  const { file } = JSON.parse(readFileSync(fixture, 'utf8')) as { file: string }
  for (const blob of [new Blob([Buffer.from(file, 'base64')]), await aFile(await aStore(null))]) {
    const opened = await openBundle(blob, [])
    if (!opened.ok) throw new Error(opened.error)
    expect(await opened.value.storage.readPosition()).toMatchObject({ epoch: null })
  }
})

it('[SYNC-R8] [SYNC-R20] a second copy goes by what its store knows now, and waits where that is another server', async () => {
  const file = await aFile(await aStore('before'))
  const server = aServer()
  server.restore()
  const later = { ok: true, value: { kind: 'some-left', canGoLater: true, refusals: [] } }
  expect(await sendBundle(file, { ...depsFor(server), storeEpoch: 'before' })).toMatchObject(later)
  expect(server.pushes).toEqual([{ epoch: 'before', opIds: [SUBMIT] }])
  expect(await sendBundle(file, { ...depsFor(server), storeEpoch: 'after' })).toMatchObject({ value: { kind: 'all' } })
  expect(server.pushes.slice(1).map(({ epoch }) => epoch)).toEqual(['after', 'after'])
})

it('says why the server did not take something, and that it will not later either', async () => {
  const store = await aStore(null)
  await endSubmit(store, 'settled')
  const refusals = [{ status: 'refused', refusal: { kind: 'case-not-found' } }]
  const end = await sendBundle(await aFile(store), depsFor(aServer()))
  expect(end).toMatchObject({ ok: true, value: { kind: 'some-left', canGoLater: false, refusals } })
})
