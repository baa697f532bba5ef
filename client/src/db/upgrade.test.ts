// Goal: whatever app a tablet last ran, today's opens its store, and nothing in it is lost: applications, work on its
// way, pages, rows. Method: stores as apps of each shipped version left them, record by record, opened by today's code.
// First of all: Dexie looks for the browser's database once, when it is loaded.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Dexie } from 'dexie'
import { describe, expect, it } from 'vitest'
import { CaseContent } from '@onetrip/shared/case/content'
import { toContent } from '@onetrip/shared/case/toContent'
import { decodeFrames } from '@onetrip/shared/wire/frame'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import {
  keepStore,
  openKept,
  putBack,
  readKept,
  readKeptTablet,
  testDeviceKey,
  type KeptTablet,
} from '../../test/keptTablet'
import { vaultDeps } from '../../test/aVault'
import { createSealer } from '../envelope/createSealer'
import { sealOpenScans } from '../vault/sealOpenScans'
import { unlockVault, type VaultDeps } from '../vault/vault'
import { createVaultCodec } from '../vault/vaultCodec'
import { createDexieSyncStorage } from './dexieSyncStorage'
import { readDraftList } from './draftList'
import { createFeedReader } from './feedReader'
import type { LocalStore } from './localStore'
import { LocalDatabase } from './localDatabase'
import { readMeta } from './meta'
import { createOutboxReader } from './outboxReader'
import { findScanBytes, findTravellingScan } from './scanRecords'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'fixtures', 'tablets')
const tablets = readdirSync(FOLDER).map((file) => file.replace('.json', ''))

type Recorded = {
  readonly steps: readonly {
    readonly name?: string
    readonly request: { readonly body: { readonly base64: string } }
    readonly answer: { readonly body: { readonly result: { readonly data: Pulled } } }
  }[]
}
type Pulled = {
  readonly changes: readonly { readonly feedId: string; readonly entityId: string; readonly row: unknown }[]
  readonly envelopeKeys: readonly SealingKey[]
}

/** From what the stores were filled. */
const rows = readKept('protocol-1/rows') as Recorded
const pulled = rows.steps.find(({ name }) => name === 'a row of every kind')?.answer.body.result.data

const wordsByOpId = new Map(
  rows.steps
    .filter(({ name }) => /^case \d/.test(name ?? ''))
    .flatMap(({ request }) => {
      const frames = decodeFrames(Uint8Array.from(Buffer.from(request.body.base64, 'base64')), 1)
      return frames.ok
        ? frames.value.map(({ opId, body }) => [opId as string, new TextDecoder().decode(body)] as const)
        : []
    }),
)

/** A kept tablet, unlocked by its agent in today's app, which knows the server's keys by now. */
async function unlock(
  name: string,
): Promise<{ readonly kept: KeptTablet; readonly deps: VaultDeps; readonly store: LocalStore }> {
  const kept = readKeptTablet(name)
  const opened = await openKept(kept)
  const deps = { ...vaultDeps(kept.me), ...opened }
  const { me, passphrase, deviceId } = kept
  const answer = await unlockVault(deps, { postId: me.postId, passphrase, nowMs: 0 })
  if (answer.kind !== 'unlocked') throw new Error(`not unlocked: ${answer.kind}`)
  const sealer = createSealer({
    districtId: me.districtId,
    deviceId,
    random: deps.random,
    nowMs: () => 0,
    readKeys: async () => pulled?.envelopeKeys ?? [],
    readSigningKey: testDeviceKey,
  })
  const store = { db: opened.db, codec: createVaultCodec(answer.vault, deps.random), sealer }
  await sealOpenScans(store)
  return { kept, deps, store }
}

const countOf = ({ store }: KeptTablet, table: string): number => store.tables[table]?.records.length ?? 0

it('[SYNC-R24] has a store of each version before today’s', async () => {
  const versions = new Set(tablets.map((name) => readKeptTablet(name).store.version))
  const db = new LocalDatabase('today')
  await db.open()
  for (let version = 1; version < db.verno; version += 1) expect(versions, `version ${version}`).toContain(version)
})

describe.each(tablets)('[SYNC-R24] the store of %s, in today’s app', (name) => {
  it('keeps a wrong passphrase out', async () => {
    const kept = readKeptTablet(name)
    const deps = { ...vaultDeps(kept.me), ...(await openKept(kept)) }
    const tried = { postId: kept.me.postId, passphrase: 'wrong', nowMs: 0 }
    expect(await unlockVault(deps, tried)).toMatchObject({ kind: 'wrong' })
  })

  it('has all applications', async () => {
    const { kept, store } = await unlock(name)
    const { drafts, unreadable } = await readDraftList(store)
    expect([drafts.length, unreadable]).toEqual([countOf(kept, 'ownCases'), 0])
    expect(drafts.filter(({ receipt }) => !receipt)).toMatchObject([{ parties: [{ name: '𠮷㛃' }] }])
    const receipts = drafts.flatMap(({ receipt }) => receipt?.receiptNumber ?? [])
    expect(receipts).toHaveLength(countOf(kept, 'outbox'))
    // What an app of before left in them and no server knows would be handed on, and be taken nowhere. [CASE-R21]
    for (const content of drafts.map(toContent)) if (content) expect(CaseContent.parse(content)).toEqual(content)
  })

  it('has all rows, and nothing is asked for anew', async () => {
    const { store } = await unlock(name)
    for (const feedId of ['catalogue', 'station:430102014004']) {
      const expected = pulled?.changes.filter((change) => change.feedId === feedId) ?? []
      const read = await createFeedReader(store, feedId)()
      expect(read).toEqual({ rows: new Map(expected.map(({ entityId, row }) => [entityId, row])), unreadable: 0 })
    }
    expect((await createDexieSyncStorage(store).readPosition()).cursors).toMatchObject({ catalogue: 14 })
  })

  it('has all work, in its order, as it stood: what waits, what was parked, what ended', async () => {
    const { kept, store } = await unlock(name)
    const entries = await createOutboxReader(store)()
    expect(entries.map(({ opId, words }) => [opId, words])).toEqual(
      entries.map(({ opId }) => [opId, wordsByOpId.get(opId)]),
    )
    expect(entries.map(({ state }) => state.kind)).toEqual(
      ['waiting', 'parked', 'waiting', 'waiting'].slice(0, countOf(kept, 'outbox') - 1),
    )
    expect(await store.db.outbox.where('state').equals('ended').count()).toBe(1)
    const states = await store.db.uploads.toArray()
    expect(states).toHaveLength(countOf(kept, 'uploads'))
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['waiting', 'arrived', 'blocked']))
  })

  it('can send what waits: sealed, under the numbers that it had', async () => {
    const { kept, store } = await unlock(name)
    const storage = createDexieSyncStorage(store)
    const waiting = await storage.readOutbox()
    const bodies = await storage.readBodies(waiting.map(({ seq }) => seq))
    expect(waiting.map(({ seq }) => bodies.get(seq)?.alg)).toEqual(waiting.map(() => 'sealed'))
    const before = (kept.store.tables['outbox']?.records ?? []) as readonly { opId: string; deviceSeq: number }[]
    for (const { opId, deviceSeq } of waiting)
      expect(deviceSeq).toBe(before.find((record) => record.opId === opId)?.deviceSeq)
  })

  it('has all pages, byte for byte, and those on their way can go', async () => {
    const { kept, store } = await unlock(name)
    const scans = await store.db.scans.toArray()
    expect(scans).toHaveLength(countOf(kept, 'scans'))
    for (const { caseId, scanId } of scans) {
      const bytes = await findScanBytes(store, caseId, scanId)
      expect(
        createHash('sha256')
          .update(bytes ?? '')
          .digest('hex'),
      ).toBe(scanId)
    }
    for (const { caseId, scanId } of await createDexieSyncStorage(store).readUploads())
      expect(await findTravellingScan(store, { caseId, scanId })).toMatchObject({
        sha256: expect.any(String) as string,
      })
  })

  it('is the same tablet: its number, its key, and its next receipt number', async () => {
    const { kept, store, deps } = await unlock(name)
    const device = await readMeta(store.db, 'device')
    expect(device).toMatchObject({ deviceId: kept.deviceId, deviceNumber: 1, nextReceiptCounter: 5 })
    expect(device?.signingKey !== undefined).toBe(kept.store.version >= 2)
    expect(await deps.registry.agents.get(kept.me.postId)).not.toHaveProperty('passphrase')
  })

  it('can be kept again, as it lay there', async () => {
    const { store } = readKeptTablet(name)
    await putBack(store, `again-${name}`)
    // Without a word of which version: as it lies.
    const raw = await new Dexie(`again-${name}`).open()
    const again = await keepStore(raw)
    expect(again.version).toBe(store.version)
    for (const [table, { schema, records }] of Object.entries(store.tables)) {
      expect(again.tables[table]?.schema.split(', ').toSorted()).toEqual(schema.split(', ').toSorted())
      expect(again.tables[table]?.records).toEqual(records)
    }
  })
})
