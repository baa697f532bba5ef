// Goal: what a tablet seals only the house opens, and only as that device's own. Method: the tablet's sealer (the
// browser's cryptography) against the server's opener (Node's), and everything on the way changed once.
import { createHash, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { CaseId, DeviceId, DistrictId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { sealedScanBytes } from '@onetrip/shared/wire/envelope'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import { createSealer } from '@onetrip/client/envelope/createSealer'
import { packWords } from '@onetrip/client/envelope/packWords'
import { createEnvelopeOpener } from '@onetrip/server/adapters/sealing/envelopeOpener'
import { mintSealingKey, readSealingKey, type PrivateSealingKey } from '@onetrip/server/adapters/sealing/sealingKeys'
import { unpackWords } from '@onetrip/server/adapters/sealing/unpackWords'
import { findWordsDictionary, WORDS_DICTIONARY_VERSION } from '@onetrip/shared/wire/wordsDictionary'

const random = (length: number): Uint8Array => webcrypto.getRandomValues(new Uint8Array(length))
const uuid = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`
const districtId = DistrictId.parse('430102')
const deviceId = DeviceId.parse(uuid(1))
const caseId = CaseId.parse(uuid(2))
const opId = OpId.parse(uuid(3))
const scanId = ScanId.parse('a'.repeat(64))
const words = new TextEncoder().encode(JSON.stringify({ opId, caseId, kind: 'case.submit', name: '𠮷㛃' }))

type Device = { readonly privateKey: CryptoKey; readonly point: Uint8Array<ArrayBuffer> }
const made: { device?: Device; other?: Device } = {}

async function makeDevice(): Promise<Device> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  return { privateKey: pair.privateKey, point: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) }
}

beforeAll(async () => {
  made.device = await makeDevice()
  made.other = await makeDevice()
})

const deviceOf = (which: 'device' | 'other'): Device => {
  const device = made[which]
  if (!device) throw new Error('made before all')
  return device
}

function aKey(): PrivateSealingKey {
  const read = readSealingKey(mintSealingKey(random))
  if (!read.ok) throw new Error(read.error)
  return read.value
}

const clock = { nowMs: 0 }
const sealerTo = (keys: readonly SealingKey[]) =>
  createSealer({
    districtId,
    deviceId,
    random,
    nowMs: () => clock.nowMs,
    readKeys: async () => keys,
    readSigningKey: async () => deviceOf('device').privateKey,
  })

async function seal(key: PrivateSealingKey) {
  const sealed = await sealerTo([key.publicKey]).sealOperation({ caseId, opId }, words)
  if (!sealed) throw new Error('a key is known')
  return { name: { districtId, deviceId, caseId, opId, keyId: sealed.keyId }, bytes: sealed.bytes }
}

it('an operation comes out as it went in', async () => {
  const key = aKey()
  const { name, bytes } = await seal(key)
  const opened = await createEnvelopeOpener([aKey(), key]).openOperation(name, bytes, deviceOf('device').point)
  expect(opened.ok && new TextDecoder().decode(opened.value)).toBe(new TextDecoder().decode(words))
})

it('any byte that is changed, and any name that is not its own, is refused', async () => {
  const key = aKey()
  const opener = createEnvelopeOpener([key])
  const { name, bytes } = await seal(key)
  const { point } = deviceOf('device')
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ flip
      expect(await opener.openOperation(name, changed, point)).toEqual({ ok: false, error: 'wrong-signature' })
    }),
    { numRuns: 60 },
  )
  const others = [
    { opId: OpId.parse(uuid(9)) },
    { caseId: CaseId.parse(uuid(9)) },
    { deviceId: DeviceId.parse(uuid(9)) },
  ]
  for (const other of others)
    expect(await opener.openOperation({ ...name, ...other }, bytes, point)).toEqual({
      ok: false,
      error: 'wrong-signature',
    })
  const foreign = await opener.openOperation(name, bytes, deviceOf('other').point)
  expect(foreign).toEqual({ ok: false, error: 'wrong-signature' })
  expect(await createEnvelopeOpener([aKey()]).openOperation(name, bytes, point)).toEqual({
    ok: false,
    error: 'unknown-key',
  })
})

it('what somebody else sealed to the house, and signed by the device for another context, does not open', async () => {
  const key = aKey()
  const { name, bytes } = await seal(key)
  // The same bytes under another device's name and key: signed by it, sealed in a context that is not its own.
  const forged = await seal(key)
  const mixed = new Uint8Array([...bytes.subarray(0, 64), ...forged.bytes.subarray(64)])
  const opened = await createEnvelopeOpener([key]).openOperation(name, mixed, deviceOf('device').point)
  expect(opened).toEqual({ ok: false, error: 'wrong-signature' })
})

it('one context serves a day, and no longer, and no other key', async () => {
  const [first, second] = [aKey(), aKey()]
  const keys = [first.publicKey]
  const sealer = sealerTo(keys)
  const encOf = async (): Promise<string> => {
    const sealed = await sealer.sealScanKey({ caseId, scanId }, random(32).slice())
    return Buffer.from(sealed?.bytes.subarray(0, 65) ?? []).toString('hex')
  }
  clock.nowMs = 0
  const morning = await encOf()
  clock.nowMs = 23 * 3_600_000
  expect(await encOf()).toBe(morning)
  clock.nowMs = 25 * 3_600_000
  const nextDay = await encOf()
  expect(nextDay).not.toBe(morning)
  // A clock that was set back by a year makes no context eternal.
  clock.nowMs = -8760 * 3_600_000
  expect(await encOf()).not.toBe(nextDay)
  keys.unshift(second.publicKey)
  expect((await sealer.sealScanKey({ caseId, scanId }, random(32).slice()))?.keyId).toBe(second.publicKey.keyId)
})

it('a scan is sealed once, under a key that opens for the agent and for the house', async () => {
  const key = aKey()
  const sealer = sealerTo([key.publicKey])
  const bytes = Uint8Array.from(random(1000))
  const scan = await sealer.sealScan({ caseId, scanId }, bytes)
  expect(scan.body.bytes.byteLength).toBe(sealedScanBytes(bytes.length))
  expect(scan.bodySha256).toBe(createHash('sha256').update(new Uint8Array(scan.body.bytes)).digest('hex'))
  expect(await sealer.openScan({ caseId, scanId }, scan)).toEqual(bytes)
  const otherCase = { caseId: CaseId.parse(uuid(9)), scanId }
  await expect(sealer.openScan(otherCase, scan)).rejects.toThrow()
  if (!scan.key) throw new Error('a sealed scan has a key')
  const sealed = await sealer.sealScanKey({ caseId, scanId }, scan.key)
  const name = { districtId, deviceId, caseId, scanId, keyId: key.publicKey.keyId }
  const opener = createEnvelopeOpener([key])
  const opened = await opener.openScanKey(name, sealed?.bytes ?? new Uint8Array())
  expect(opened.ok && Uint8Array.from(opened.value)).toEqual(scan.key)
  const elsewhere = await opener.openScanKey(
    { ...name, caseId: CaseId.parse(uuid(9)) },
    sealed?.bytes ?? new Uint8Array(),
  )
  expect(elsewhere).toEqual({ ok: false, error: 'damaged' })
})

it('seals nothing while the house or the device has no key', async () => {
  expect(await sealerTo([]).sealOperation({ caseId, opId }, words)).toBe(undefined)
  expect(await sealerTo([]).sealScanKey({ caseId, scanId }, new Uint8Array(32))).toBe(undefined)
})

it.each([
  [1, '66e4d77913af64748766cd31708562893aa92d3536a13125fd2a76215e7c615c'],
  [2, 'ada6f215afcd8867753cf75bb6d7410ed15a6bf65789ff91b99d8b1a3f24fb77'],
])('[frozen] dictionary %i never changes, and what was packed with it is read', (version, sha256) => {
  const dictionary = findWordsDictionary(version) ?? new Uint8Array()
  expect(createHash('sha256').update(dictionary).digest('hex')).toBe(sha256)
  const unpacked = unpackWords(Buffer.concat([Uint8Array.of(version), deflateRawSync(words, { dictionary })]))
  expect(unpacked.ok && Uint8Array.from(unpacked.value)).toEqual(words)
})

it('packs words small, with the newest dictionary, and they come out whole', () => {
  expect(findWordsDictionary(WORDS_DICTIONARY_VERSION + 1)).toBe(undefined)
  const packed = packWords(words)
  expect(packed.length).toBeLessThan(words.length)
  const unpacked = unpackWords(packed)
  expect(unpacked.ok && Uint8Array.from(unpacked.value)).toEqual(words)
})

it('words that grow beyond all measure when they are unpacked are refused', () => {
  const bomb = packWords(new Uint8Array(8 * 1024 * 1024))
  expect(unpackWords(bomb)).toEqual({ ok: false, error: 'damaged' })
  expect(unpackWords(Uint8Array.of(99, 0))).toEqual({ ok: false, error: 'unknown-key' })
})

it('a key that is written as we write it is read, and no other text', () => {
  const text = mintSealingKey(random)
  const read = readSealingKey(text)
  if (!read.ok) throw new Error(read.error)
  const raw = Buffer.from(read.value.publicKey.publicKey, 'base64')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: raw.subarray(1, 33).toString('base64url'),
    y: raw.subarray(33).toString('base64url'),
  }
  const withPrivate = { ...jwk, d: Buffer.from(read.value.scalar).toString('base64url') }
  const derived = createPublicKey(createPrivateKey({ key: withPrivate, format: 'jwk' })).export({ format: 'jwk' })
  expect(derived).toMatchObject(jwk)
  expect(readSealingKey(text.slice(1))).toEqual({ ok: false, error: 'wrong-prefix' })
  expect(readSealingKey(`${text}=`)).toEqual({ ok: false, error: 'not-base64' })
  expect(readSealingKey('hpke_p256_AAAA')).toEqual({ ok: false, error: 'wrong-length' })
  expect(readSealingKey(`hpke_p256_${Buffer.alloc(32).toString('base64')}`)).toEqual({ ok: false, error: 'no-scalar' })
})
