import { createCipheriv, createHash, generateKeyPairSync, hkdfSync, sign, type KeyObject } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { CipherSuite, DhkemP256HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core'
import type { CaseId, DeviceId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import type { StandingInput } from '@onetrip/shared/wire/device'
import {
  concat,
  CONTEXT_EXPORT,
  contextInfo,
  operationLabel,
  scanKeyLabel,
  scanLabel,
  signedOperation,
  standingProof,
  uploadProof,
} from '@onetrip/shared/wire/envelope'
import type { Frame } from '@onetrip/shared/wire/frame'
import { findWordsDictionary, WORDS_DICTIONARY_VERSION } from '@onetrip/shared/wire/wordsDictionary'
import { registerDevice } from '../src/domain/access/registerDevice'
import type { Actor } from '../src/domain/actor'
import type { House } from '../src/domain/house'
import { random } from '../src/app/parts'
import { TEST_SESSION } from './house'

type Sealed = Pick<House, 'districtId' | 'envelopes'>

/** A tablet's cryptography, written a second time with Node's: two that agree have read the same document. */
export type SealingDevice = {
  readonly deviceId: DeviceId
  readonly seal: (op: { readonly opId: OpId; readonly caseId: CaseId }, deviceSeq?: number) => Promise<Frame>
  /** To the key of another house; `districtId` is its own all the same. */
  readonly sealFor: (house: Sealed, op: { readonly opId: OpId; readonly caseId: CaseId }) => Promise<Frame>
  readonly sealScan: (
    caseId: CaseId,
    page: { readonly scanId: ScanId; readonly bytes: Uint8Array },
  ) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly keyId: string; readonly key: string }>
  readonly prove: (uploadId: Parameters<typeof uploadProof>[1]['uploadId']) => string
  readonly proveStanding: (said: StandingInput) => string
}

/** Gives a device of the house a key, and seals as it would. */
export async function aSealingDevice(house: House, actor: Actor, deviceId: DeviceId): Promise<SealingDevice> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65)
  const registered = await registerDevice(house, actor, {
    session: TEST_SESSION,
    deviceId,
    publicKey: point.toString('base64'),
    address: '127.0.0.1',
  })
  if (!registered.ok || registered.value.status !== 'registered') throw new Error('the device did not get its key')
  return sealingDeviceOf(house, deviceId, privateKey)
}

/** The same for a device that the house knows by this key. */
export function sealingDeviceOf(
  house: Pick<House, 'districtId' | 'envelopes'>,
  deviceId: DeviceId,
  privateKey: KeyObject,
): SealingDevice {
  const { districtId } = house
  const sealFor = async (to: Sealed, op: { opId: OpId; caseId: CaseId }, deviceSeq: number): Promise<Frame> => {
    const { opId, caseId } = op
    const { keyId, seal } = await context(to, deviceId)
    const label = operationLabel({ districtId, deviceId, caseId, opId, keyId })
    const envelope = seal(label, pack(Buffer.from(JSON.stringify(op))))
    const body = concat([signed(privateKey, signedOperation(label, envelope)), envelope])
    return { frame: 1, deviceId, deviceSeq, opId, caseId, alg: 'sealed', keyId, body }
  }
  return {
    deviceId,
    seal: (op, deviceSeq = 1) => sealFor(house, op, deviceSeq),
    sealFor: (to, op) => sealFor(to, op, 1),
    sealScan: async (caseId, { scanId, bytes }) => {
      const { keyId, seal } = await context(house, deviceId)
      const key = Uint8Array.from(random(32))
      const sealedKey = seal(scanKeyLabel({ districtId, deviceId, caseId, scanId, keyId }), key)
      return {
        bytes: encrypt(key, scanLabel(caseId, scanId), bytes),
        keyId,
        key: Buffer.from(sealedKey).toString('base64'),
      }
    },
    prove: (uploadId) =>
      Buffer.from(signed(privateKey, uploadProof(districtId, { deviceId, uploadId }))).toString('base64'),
    proveStanding: (said) => Buffer.from(signed(privateKey, standingProof(districtId, said))).toString('base64'),
  }
}

async function context({ districtId, envelopes }: Pick<House, 'districtId' | 'envelopes'>, deviceId: DeviceId) {
  const [key] = envelopes.keys
  if (!key) throw new Error('a house has a key')
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new ExportOnly() })
  const raw = Uint8Array.from(Buffer.from(key.publicKey, 'base64'))
  const recipientPublicKey = await suite.kem.importKey('raw', raw.buffer)
  const sender = await suite.createSenderContext({ recipientPublicKey, info: contextInfo(districtId, deviceId).buffer })
  const material = await sender.export(new TextEncoder().encode(CONTEXT_EXPORT).buffer, 32)
  const seal = (label: Uint8Array, clear: Uint8Array): Uint8Array<ArrayBuffer> => {
    const aes = new Uint8Array(hkdfSync('sha256', new Uint8Array(material), new Uint8Array(), label, 32))
    return concat([new Uint8Array(sender.enc), encrypt(aes, label, clear)])
  }
  return { keyId: key.keyId, seal }
}

function encrypt(key: Uint8Array, label: Uint8Array, clear: Uint8Array): Uint8Array<ArrayBuffer> {
  const iv = random(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(label)
  return concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

function pack(words: Buffer): Uint8Array {
  const dictionary = findWordsDictionary(WORDS_DICTIONARY_VERSION)
  if (!dictionary) throw new Error('the newest dictionary is known')
  return concat([Uint8Array.of(WORDS_DICTIONARY_VERSION), deflateRawSync(words, { dictionary })])
}

const signed = (key: KeyObject, bytes: Uint8Array): Uint8Array =>
  sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
