// Goal: nothing that an agent kept is lost or left open on the way into a vault, whatever breaks off when; and nobody
// but its agent opens it. Method: real argon2id and AES, stores in memory, and stores that fail at the n-th write.
import { Dexie } from 'dexie'
import { afterEach, expect, it, vi } from 'vitest'
import { CaseId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import { aDeviceId, anAgent, anOldCheck, random, vaultDeps } from '../../test/aVault'
import { clearCodec, placeOfCase, placeOfOperation, placeOfPage, placeOfScan } from '../db/recordCodec'
import { localDatabaseName } from '../db/deviceRegistry'
import { readMeta, writeMeta } from '../db/meta'
import { beginVault, changePassphrase, reopenVault, unlockVault, type VaultDeps } from './vault'
import { createVaultCodec, VAULT_ALG } from './vaultCodec'
import type { OpenVault } from './vaultKey'

const [OLD, NEW] = ['芙蓉国里 2026 年', '岳麓山下爱晚亭前的枫叶']
const caseId = (n: number) => CaseId.parse(`01980000-0000-7000-8000-${String(n).padStart(12, '0')}`)
const utf8 = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer

afterEach(() => {
  vi.restoreAllMocks()
})

const unlock = (deps: VaultDeps, { postId }: Me, passphrase: string, nowMs = 0) =>
  unlockVault(deps, { postId, passphrase, nowMs })

async function vaultOf(deps: VaultDeps, me: Me, passphrase: string): Promise<OpenVault> {
  const answer = await unlock(deps, me, passphrase)
  if (answer.kind !== 'unlocked') throw new Error(`not unlocked: ${answer.kind}`)
  return answer.vault
}

async function begin(me: Me, passphrase = NEW, deps = vaultDeps(me)) {
  const vault = await beginVault(deps, { me, deviceId: aDeviceId(), passphrase })
  if (vault === 'exists') throw new Error('there was a vault')
  return { deps, vault }
}

/** A tablet of a time before the vault: everything open, an operation that ended and one that still has to travel. */
async function anOldTablet(me: Me) {
  const deps = vaultDeps(me)
  const { db, registry } = deps
  const [passphrase, deviceId] = [await anOldCheck(OLD), aDeviceId()]
  await registry.agents.put({ postId: me.postId, me, deviceId, passphrase, failures: 0, notBeforeMs: 0 })
  for (const n of [1, 2, 3]) {
    const body = await clearCodec.seal(placeOfCase(caseId(n)), { caseId: caseId(n), name: `申请人${n}` })
    await db.ownCases.put({ caseId: caseId(n), state: 'draft', body })
  }
  for (const bucket of [0, 5]) {
    const body = await clearCodec.seal(placeOfPage('catalogue', bucket), { row: `事项${bucket}` })
    await db.feedPages.put({ feedId: 'catalogue', bucket, body })
  }
  const operation = { caseId: caseId(1), deviceSeq: 1, keyId: '', alg: 'clear' } as const
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  const waiting = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  await db.table('outbox').bulkAdd([
    { ...operation, opId: 'ended', state: 'ended', detail: ended, body: utf8('{"words":"送走的"}') },
    { ...operation, opId: 'waiting', state: 'waiting', detail: waiting, body: utf8('{"words":"要送的"}') },
  ])
  return deps
}

/** Everything in the agent's store that says of itself that it lies open. */
async function openThings({ db }: VaultDeps): Promise<string[]> {
  const [cases, pages, operations] = [
    await db.ownCases.toArray(),
    await db.feedPages.toArray(),
    await db.outbox.toArray(),
  ]
  return [
    ...cases.filter(({ body }) => body.alg !== VAULT_ALG).map((one) => `case ${one.caseId}`),
    ...pages.filter(({ body }) => body.alg !== VAULT_ALG).map(({ bucket }) => `page ${bucket}`),
    ...operations.filter(({ alg }) => alg === 'clear').map(({ opId }) => `operation ${opId}`),
  ]
}

async function expectAllThere({ db }: VaultDeps, vault: OpenVault): Promise<void> {
  const codec = createVaultCodec(vault, random)
  for (const n of [1, 2, 3]) {
    const record = await db.ownCases.get(caseId(n))
    expect(record && (await codec.open(placeOfCase(caseId(n)), record.body))).toMatchObject({ name: `申请人${n}` })
  }
  for (const bucket of [0, 5]) {
    const record = await db.feedPages.get(['catalogue', bucket])
    expect(record && (await codec.open(placeOfPage('catalogue', bucket), record.body))).toEqual({
      row: `事项${bucket}`,
    })
  }
  expect(await db.outbox.count()).toBe(2)
}

it('[VAULT-R6] brings an old tablet over at its agent’s next unlock: all is sealed, all is there, the old check is gone', async () => {
  const me = anAgent()
  const deps = await anOldTablet(me)
  expect(await unlock(deps, me, 'wrong')).toEqual({ kind: 'wrong', waitMs: 0 })
  expect(await readMeta(deps.db, 'vault')).toBeUndefined()
  const vault = await vaultOf(deps, me, OLD)
  await expectAllThere(deps, vault)
  // What still has to travel open is sealed by the engine, as it goes.
  expect(await openThings(deps)).toEqual(['operation waiting'])
  const ended = await deps.db.outbox.get({ opId: 'ended' })
  expect(ended).toMatchObject({ alg: 'unsealed', body: new ArrayBuffer(0) })
  const copy = await createVaultCodec(vault, random).open(placeOfOperation(caseId(1), 'ended'), ended?.copy ?? never())
  expect(copy).toBe('{"words":"送走的"}')
  expect(await deps.registry.agents.get(me.postId)).not.toHaveProperty('passphrase')
  expect(await readMeta(deps.db, 'vault')).toMatchObject({ hasClear: true })
  await deps.db.outbox.where('opId').equals('waiting').delete()
  await vaultOf(deps, me, OLD)
  expect(await readMeta(deps.db, 'vault')).toMatchObject({ hasClear: false })
})

it('[VAULT-R6] loses nothing and gets there, when it is broken off at any write', async () => {
  for (let lastWrite = 0; lastWrite < 40; lastWrite += 1) {
    const me = anAgent()
    const broken = vi.fn<(error: unknown) => undefined>()
    const deps = { ...(await anOldTablet(me)), log: broken }
    const crash = crashAfter(deps, lastWrite)
    const first = await unlock(deps, me, OLD).catch(broken)
    crash.end()
    await expectAllThere(deps, await vaultOf(deps, me, OLD))
    expect(await openThings(deps)).toEqual(['operation waiting'])
    expect(await deps.registry.agents.get(me.postId)).not.toHaveProperty('passphrase')
    await deps.db.delete()
    // Without a vault nobody is in; with it they are, whatever could not be sealed yet.
    expect(first?.kind).toBe(lastWrite === 0 ? undefined : 'unlocked')
    if (broken.mock.calls.length === 0) {
      // The vault, six records, and the registry: each was the last once.
      expect(lastWrite).toBe(8)
      return
    }
  }
  throw new Error('it never got through')
})

/** From the n-th write on, the tablet's stores take nothing more. */
function crashAfter({ db, registry }: VaultDeps, lastWrite: number) {
  const seen = { writes: 0, isOver: false }
  const guard = () => {
    if (seen.isOver) return
    seen.writes += 1
    if (seen.writes > lastWrite) throw new Error('the tablet fell')
  }
  for (const table of [...db.tables, ...registry.tables]) {
    table.hook('creating', guard)
    table.hook('updating', () => guard())
  }
  return { end: () => (seen.isOver = true) }
}

it('[VAULT-R6] does not write over what another tab saved while it was being sealed', async () => {
  const me = anAgent()
  const deps = await anOldTablet(me)
  const place = placeOfCase(caseId(2))
  const fresh = await clearCodec.seal(place, { caseId: caseId(2), name: '申请人2，改过' })
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
  const overtaken = vi.fn()
  vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...given) => {
    // What is being sealed is the second case as it was: the other tab saves it now.
    if (
      Buffer.from(given[2] as Uint8Array)
        .toString()
        .endsWith('"申请人2"}')
    ) {
      overtaken()
      await deps.db.ownCases.update(caseId(2), { body: fresh })
    }
    return encrypt(...given)
  })
  await vaultOf(deps, me, OLD)
  expect(overtaken).toHaveBeenCalledOnce()
  vi.restoreAllMocks()
  const codec = createVaultCodec(await vaultOf(deps, me, OLD), random)
  const record = await deps.db.ownCases.get(caseId(2))
  expect(await codec.open(place, record?.body ?? never())).toMatchObject({ name: '申请人2，改过' })
  expect(await openThings(deps)).toEqual(['operation waiting'])
})

it('[VAULT-R6] leaves a damaged record where it is, and seals the others', async () => {
  const me = anAgent()
  const deps = await anOldTablet(me)
  await deps.db.ownCases.update(caseId(2), { body: { alg: 'clear', keyId: '', bytes: utf8('{"cut') } })
  await vaultOf(deps, me, OLD)
  expect((await deps.db.ownCases.get(caseId(2)))?.body).toEqual({ alg: 'clear', keyId: '', bytes: utf8('{"cut') })
  expect(await openThings(deps)).toEqual([`case ${caseId(2)}`, 'operation waiting'])
})

it('seals keys of scans and copies of operations that lie open', async () => {
  const me = anAgent()
  const { deps } = await begin(me)
  const [scanId, place] = ['a'.repeat(64), placeOfScan(caseId(1), 'a'.repeat(64))]
  const key = await clearCodec.seal(place, 'a key')
  const body = { alg: 'scan', keyId: '', bytes: new ArrayBuffer(1) }
  await deps.db.table('scans').put({ caseId: caseId(1), scanId, sizeBytes: 1, body, key })
  await writeMeta(deps.db, 'vault', { ...((await readMeta(deps.db, 'vault')) ?? never()), hasClear: true })
  const vault = await vaultOf(deps, me, NEW)
  const scan = (await deps.db.scans.toArray())[0]
  expect(await createVaultCodec(vault, random).open(place, scan?.key ?? never())).toBe('a key')
  expect(scan?.key?.alg).toBe(VAULT_ALG)
})

it('[VAULT-R5] keeps neither key nor passphrase: everything in both stores is searched', async () => {
  const me = anAgent()
  const minted: Uint8Array[] = []
  const deps = vaultDeps(me)
  const noting = (length: number) => {
    const bytes = random(length)
    if (length === 32) minted.push(bytes.slice())
    return bytes
  }
  await beginVault({ ...deps, random: noting }, { me, deviceId: aDeviceId(), passphrase: NEW })
  expect(minted).toHaveLength(1)
  const stored = [await deps.db.meta.toArray(), await deps.registry.agents.toArray()].map(allBytes).join()
  expect(stored.length).toBeGreaterThan(100)
  for (const secret of [minted[0] ?? new Uint8Array(), new TextEncoder().encode(NEW)])
    expect(stored).not.toContain(Buffer.from(secret).toString('hex'))
})

/** Every byte and letter in a value, as hex. */
function allBytes(value: unknown): string {
  if (value instanceof ArrayBuffer) return `${Buffer.from(value).toString('hex')},`
  if (typeof value === 'string') return `${Buffer.from(value).toString('hex')},`
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(allBytes).join('')
}

it('[VAULT-R7] never makes a second vault over the first', async () => {
  const me = anAgent()
  const { deps, vault } = await begin(me)
  expect(await beginVault(deps, { me, deviceId: aDeviceId(), passphrase: OLD })).toBe('exists')
  expect((await vaultOf(deps, me, NEW)).vaultId).toBe(vault.vaultId)
  const other = anAgent()
  const twoTabs = [vaultDeps(other), vaultDeps(other)]
  const answers = await Promise.all(
    twoTabs.map((tab) => beginVault(tab, { me: other, deviceId: aDeviceId(), passphrase: NEW })),
  )
  expect(answers.filter((answer) => answer === 'exists')).toHaveLength(1)
})

it('[VAULT-R3] two agents of one tablet: neither’s passphrase or key opens anything of the other’s', async () => {
  const [mine, other] = [anAgent('刘敏'), anAgent('周彤')]
  const { deps } = await begin(mine, OLD)
  const { deps: theirs, vault } = await begin(other, NEW, vaultDeps(other, deps.registry))
  expect(await unlock(theirs, other, OLD)).toMatchObject({ kind: 'wrong' })
  expect((await vaultOf(deps, mine, OLD)).vaultId).not.toBe(vault.vaultId)
  const place = placeOfCase(caseId(1))
  const record = await createVaultCodec(vault, random).seal(place, { name: '申请人' })
  await expect(createVaultCodec(await vaultOf(deps, mine, OLD), random).open(place, record)).rejects.toThrow()
  // A vault that was carried over to another agent's store opens for nobody's passphrase but its own.
  const carried = await readMeta(theirs.db, 'vault')
  await deps.db.meta.put({ key: 'vault', value: carried })
  expect(await unlock(deps, mine, OLD)).toMatchObject({ kind: 'wrong' })
})

it('[VAULT-R8] changes the passphrase for who knows the old one; everything sealed before still opens', async () => {
  const me = anAgent()
  const { deps, vault } = await begin(me, OLD)
  const record = await createVaultCodec(vault, random).seal(placeOfCase(caseId(1)), '一')
  const asked = { postId: me.postId, fresh: NEW, nowMs: 0 }
  expect(await changePassphrase(deps, { ...asked, passphrase: 'wrong' })).toEqual({ kind: 'wrong', waitMs: 0 })
  expect(await changePassphrase(deps, { ...asked, passphrase: OLD })).toEqual({ kind: 'changed' })
  expect(await unlock(deps, me, OLD)).toMatchObject({ kind: 'wrong' })
  const codec = createVaultCodec(await vaultOf(deps, me, NEW), random)
  expect(await codec.open(placeOfCase(caseId(1)), record)).toBe('一')
})

it('[VAULT-R9] wrong passphrases slow down, over a restart too, and lose nothing', async () => {
  const me = anAgent()
  const { deps } = await begin(me)
  const wrong = (nowMs = 0) => unlock(deps, me, 'wrong', nowMs)
  expect([await wrong(), await wrong(), await wrong()]).toEqual(Array(3).fill({ kind: 'wrong', waitMs: 0 }))
  expect(await wrong()).toEqual({ kind: 'wrong', waitMs: 4000 })
  deps.registry.close()
  await deps.registry.open()
  expect(await unlock(deps, me, NEW, 3999)).toEqual({ kind: 'wait', waitMs: 1 })
  expect(await unlock(deps, me, NEW, 4000)).toMatchObject({ kind: 'unlocked' })
  expect(await wrong(5000)).toEqual({ kind: 'wrong', waitMs: 0 })
})

it('[VAULT-R9] a try that could not be made counts for none', async () => {
  const me = anAgent()
  const { deps } = await begin(me)
  const noMemory = { ...deps, stretch: async () => Promise.reject(new Error('no memory')) }
  for (let tries = 0; tries < 6; tries += 1) await expect(unlock(noMemory, me, NEW)).rejects.toThrow('no memory')
  expect(await unlock(deps, me, NEW)).toMatchObject({ kind: 'unlocked' })
})

it('says that there is no vault where the tablet has lost it', async () => {
  const me = anAgent()
  const { deps } = await begin(me)
  await deps.db.meta.delete('vault')
  expect(await unlock(deps, me, NEW)).toEqual({ kind: 'no-vault' })
  await Dexie.delete(localDatabaseName(me.postId))
})

it('[VAULT-R10] takes no key that is not this vault’s', async () => {
  const me = anAgent()
  const { deps } = await begin(me)
  const raw = Uint8Array.from(random(32))
  expect(await reopenVault(deps, { me, raw, passphrase: OLD })).toBe('foreign')
  expect(await unlock(deps, me, OLD)).toMatchObject({ kind: 'wrong' })
  expect(await unlock(deps, me, NEW)).toMatchObject({ kind: 'unlocked' })
})

const never = (): never => {
  throw new Error('it is not there')
}
