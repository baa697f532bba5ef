import { expect, it } from 'vitest'
import { clearCodec, placeOfCase, placeOfOperation, placeOfPage, placeOfScan } from '../db/recordCodec'
import { anOpenVault, random } from '../../test/aVault'
import { createVaultCodec, VAULT_ALG } from './vaultCodec'

const [MINE, OTHER] = ['01980000-0000-7000-8000-0000000000c0', '01980000-0000-7000-8000-0000000000c1']
const DRAFT = { name: '𠮷㛃', idNumber: '11010519491231002X' }

const contains = (bytes: ArrayBuffer, text: string): boolean => Buffer.from(bytes).includes(Buffer.from(text))

it('[VAULT-R1] opens what it sealed; in the store lies nothing that can be read', async () => {
  const codec = createVaultCodec(await anOpenVault('vault-1'), random)
  const record = await codec.seal(placeOfCase(MINE), DRAFT)
  expect(record).toMatchObject({ alg: VAULT_ALG, keyId: 'vault-1' })
  expect(contains(record.bytes, '㛃') || contains(record.bytes, '11010519491231002X')).toBe(false)
  expect(await codec.open(placeOfCase(MINE), record)).toEqual(DRAFT)
})

it('[VAULT-R1] seals the same words differently each time', async () => {
  const codec = createVaultCodec(await anOpenVault(), random)
  const [one, two] = [await codec.seal(placeOfCase(MINE), DRAFT), await codec.seal(placeOfCase(MINE), DRAFT)]
  expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(false)
})

it('[VAULT-R2] opens nothing at another place, nothing that was changed, nothing that was cut', async () => {
  const codec = createVaultCodec(await anOpenVault(), random)
  const record = await codec.seal(placeOfCase(MINE), DRAFT)
  await expect(codec.open(placeOfCase(OTHER), record)).rejects.toThrow()
  // The same key, and another record of the same case.
  await expect(codec.open({ ...placeOfCase(MINE), table: 'outbox' }, record)).rejects.toThrow()
  await expect(codec.open(placeOfPage('catalogue', 1), record)).rejects.toThrow()
  for (const at of [0, 12, record.bytes.byteLength - 1]) {
    const changed = new Uint8Array(record.bytes.slice(0))
    changed[at] = (changed[at] ?? 0) ^ 1
    await expect(codec.open(placeOfCase(MINE), { ...record, bytes: changed.buffer })).rejects.toThrow()
  }
  for (const length of [0, 5, 12, 20]) {
    await expect(codec.open(placeOfCase(MINE), { ...record, bytes: record.bytes.slice(0, length) })).rejects.toThrow()
  }
})

it('[VAULT-R3] opens nothing of another agent’s vault, whatever it says of itself', async () => {
  const mine = createVaultCodec(await anOpenVault('mine'), random)
  const other = createVaultCodec(await anOpenVault('other'), random)
  const record = await other.seal(placeOfCase(MINE), DRAFT)
  await expect(mine.open(placeOfCase(MINE), record)).rejects.toThrow('another vault')
  await expect(mine.open(placeOfCase(MINE), { ...record, keyId: 'mine' })).rejects.toThrow()
  await expect(mine.open(placeOfCase(MINE), { ...record, alg: 'vault-sm4/1' })).rejects.toThrow('vault-sm4/1')
})

it('[VAULT-R4] one case’s key opens no other case: the keys are derived, the same after each unlock', async () => {
  const raw = random(32)
  const { importVaultKey, deriveKeyOf, sealUnder, openUnder } = await import('./vaultKey')
  const [before, after] = [
    await importVaultKey('v', Uint8Array.from(raw)),
    await importVaultKey('v', Uint8Array.from(raw)),
  ]
  const sealed = await sealUnder(await deriveKeyOf(before, MINE), {
    place: 'here',
    clear: new TextEncoder().encode('一'),
    random,
  })
  expect(Buffer.from(await openUnder(await deriveKeyOf(after, MINE), 'here', sealed)).toString()).toBe('一')
  await expect(deriveKeyOf(after, OTHER).then((key) => openUnder(key, 'here', sealed))).rejects.toThrow()
  expect((await deriveKeyOf(after, MINE)).extractable || after.base.extractable).toBe(false)
})

it('[VAULT-R2] a record opens at its own place only, also among those of one key', async () => {
  const codec = createVaultCodec(await anOpenVault(), random)
  const page = await codec.seal(placeOfPage('catalogue', 1), { row: 'first' })
  expect(await codec.open(placeOfPage('catalogue', 1), page)).toEqual({ row: 'first' })
  for (const elsewhere of [placeOfPage('catalogue', 2), placeOfPage('station:1', 1), placeOfScan(MINE, 'a')])
    await expect(codec.open(elsewhere, page)).rejects.toThrow()
  const scanKey = await codec.seal(placeOfScan(MINE, 'a'), 'key')
  await expect(codec.open(placeOfScan(MINE, 'b'), scanKey)).rejects.toThrow()
  await expect(codec.open(placeOfOperation(MINE, 'a'), scanKey)).rejects.toThrow()
})

it('opens what lay on the tablet before there was a vault', async () => {
  const codec = createVaultCodec(await anOpenVault(), random)
  expect(await codec.open(placeOfCase(MINE), await clearCodec.seal(placeOfCase(MINE), DRAFT))).toEqual(DRAFT)
})
