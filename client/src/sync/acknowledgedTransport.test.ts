// Goal: a tablet lets go of nothing on anybody's bare word. Method: a server that has stored everything and signs with
// real keys; between it and the tablet, somebody who changes its answers.
import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CaseId, DeviceId, DistrictId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import {
  acknowledgedText,
  signedText,
  type Acknowledged,
  type Acknowledgement,
} from '@onetrip/shared/wire/acknowledgement'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { UploadStanding } from '@onetrip/shared/wire/upload'
import { acknowledgedTransport, type AcknowledgementDeps } from './acknowledgedTransport'
import type { SyncTransport } from './transport'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const districtId = DistrictId.parse('430102')
const caseId = CaseId.parse(uuid(1))
const at = Instant.parse('2026-01-05T01:00:00.000Z')
const EPOCH = 'e1'

const own = makeKey('own')
const stranger = makeKey('stranger')

const frame: Frame = {
  frame: 1,
  deviceId: DeviceId.parse(uuid(9)),
  deviceSeq: 1,
  opId: OpId.parse(uuid(2)),
  caseId,
  alg: 'clear',
  keyId: '',
  body: new TextEncoder().encode('what an agent did'),
}
const OPERATION: Acknowledged = {
  about: 'operation',
  districtId,
  caseId,
  opId: frame.opId,
  bodySha256: sha256(frame.body),
}
const upload = { uploadId: UploadId.parse(uuid(3)), caseId, scanId: ScanId.parse('a'.repeat(64)) }
const SCAN: Acknowledged = { about: 'scan', districtId, caseId, scanId: upload.scanId }

const otherCase = CaseId.parse(uuid(8))

/** What may come in the place of the right acknowledgement. */
const NOT_GOOD: readonly (readonly [string, (about: Acknowledged) => Acknowledgement | undefined])[] = [
  ['none', () => undefined],
  ['one by a key that was never named', (about) => acknowledge(stranger, about)],
  ['one that only bears the name of a key', (about) => ({ ...acknowledge(stranger, about), keyId: own.keyId })],
  ['one of another case', (about) => acknowledge(own, { ...about, caseId: otherCase })],
  ['one of another district', (about) => acknowledge(own, { ...about, districtId: DistrictId.parse('430103') })],
  ['one of another time', (about) => acknowledge(own, about, { at: Instant.parse('2026-01-05T01:00:00.001Z') })],
  ['one of a server before its restore', (about) => acknowledge(own, about, { epoch: 'e0' })],
  ['one whose epoch was changed', (about) => ({ ...acknowledge(own, about, { epoch: 'e0' }), epoch: EPOCH })],
  [
    'one that something was added to',
    (about) => {
      const genuine = acknowledge(own, { ...about, caseId: otherCase })
      return { ...genuine, digests: [...genuine.digests, ...acknowledge(own, about).digests] }
    },
  ],
]

const APPLIED = { status: 'applied', opId: frame.opId, revision: 1, receivedAt: at } as const

describe('[SYNC-R16] an operation', () => {
  it('counts as applied with the server’s acknowledgement', async () => {
    expect(await push(APPLIED, acknowledge(own, OPERATION))).toEqual(['applied'])
  })

  it.each(NOT_GOOD)('has no answer with %s', async (_name, make) => {
    expect(await push(APPLIED, make(OPERATION))).toEqual([])
  })

  it('has no answer where other bytes are acknowledged than were sent', async () => {
    const other = { ...OPERATION, bodySha256: sha256(new Uint8Array([1])) }
    expect(await push(APPLIED, acknowledge(own, other))).toEqual([])
  })

  it('has no answer where nobody says when it came in', async () => {
    expect(await push({ ...APPLIED, receivedAt: undefined }, acknowledge(own, OPERATION))).toEqual([])
  })

  it('that was never sent is not taken in by the way', async () => {
    const opId = OpId.parse(uuid(7))
    expect(await push({ ...APPLIED, opId }, acknowledge(own, { ...OPERATION, opId }))).toEqual([])
  })

  it('is refused or held against another without a signature: nothing is let go', async () => {
    expect(await push({ status: 'conflict', opId: frame.opId, serverRevision: 2 }, undefined)).toEqual(['conflict'])
  })

  it('has no answer before the keys are known', async () => {
    expect(await push(APPLIED, acknowledge(own, OPERATION), { readKeys: async () => [] })).toEqual([])
  })

  it('has no answer where the signature cannot be checked', async () => {
    const verifySignature = async () => Promise.reject(new Error('no such algorithm'))
    expect(await push(APPLIED, acknowledge(own, OPERATION), { verifySignature })).toEqual([])
  })
})

const COMPLETE = { status: 'complete', arrivedAt: at } as const

describe('[SYNC-R16] a scan', () => {
  it('counts as arrived with the server’s acknowledgement, offered or sent', async () => {
    expect(await send({ ...COMPLETE, acknowledgement: acknowledge(own, SCAN) })).toEqual(['answer', 'answer', 'answer'])
  })

  it.each(NOT_GOOD)('is not understood with %s', async (_name, make) => {
    expect(await send({ ...COMPLETE, acknowledgement: make(SCAN) })).toEqual([
      'not-understood',
      'not-understood',
      'not-understood',
    ])
  })

  it('is not understood where nobody says when it arrived', async () => {
    const standing = { status: 'complete', acknowledgement: acknowledge(own, SCAN) } as const
    expect(await send(standing)).toEqual(['not-understood', 'not-understood', 'not-understood'])
  })

  it('that is still wanted needs no signature', async () => {
    expect(await send({ status: 'continue', offset: 0 })).toEqual(['answer', 'answer', 'answer'])
  })
})

async function push(
  outcome: OperationOutcome,
  acknowledgement: Acknowledgement | undefined,
  changes: Partial<AcknowledgementDeps> = {},
): Promise<string[]> {
  const reply = await transportThatSays({ outcome, acknowledgement }, changes).push([frame], null)
  return reply.kind === 'answer' ? reply.answer.outcomes.map(({ status }) => status) : [reply.kind]
}

/** Of an offer, of a piece, and of both in one. */
async function send(standing: UploadStanding): Promise<(string | undefined)[]> {
  const transport = transportThatSays({ standing })
  const { uploadId, scanId } = upload
  const scan = { scanId, sizeBytes: 1, mediaType: 'image/jpeg' } as const
  const offer = { deviceId: frame.deviceId, uploadId, caseId, scan }
  const offered = await transport.offer(offer)
  const sent = await transport.append(upload, 0, new Uint8Array(1))
  const both = await transport.offerAndAppend?.(offer, new Uint8Array(1))
  return [offered.kind, sent.kind, both?.kind]
}

type Says = {
  readonly outcome?: OperationOutcome
  readonly acknowledgement?: Acknowledgement | undefined
  readonly standing?: UploadStanding
}

function transportThatSays(
  { outcome, acknowledgement, standing = { status: 'not-awaited' } }: Says,
  changes: Partial<AcknowledgementDeps> = {},
): SyncTransport {
  const head = { epoch: EPOCH, serverTime: at }
  const uploadReply = async () => ({ kind: 'answer', answer: { ...head, standing } }) as const
  const bare: SyncTransport = {
    push: async () => ({ kind: 'answer', answer: { ...head, outcomes: outcome ? [outcome] : [], acknowledgement } }),
    pull: async () => ({ kind: 'unreachable' }),
    offer: uploadReply,
    offerAndAppend: uploadReply,
    append: uploadReply,
  }
  return acknowledgedTransport(bare, {
    districtId,
    readKeys: async () => [{ keyId: own.keyId, alg: 'ed25519', publicKey: own.publicKey }],
    verifySignature: async ({ publicKey, text, signature }) => verify(null, text, toKey(publicKey), signature),
    sha256Hex: async (bytes) => sha256(bytes),
    ...changes,
  })
}

type Key = { readonly keyId: string; readonly publicKey: string; readonly privateKey: KeyObject }

function makeKey(keyId: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { keyId, publicKey: raw.toString('base64'), privateKey }
}

function acknowledge(
  { keyId, privateKey }: Key,
  about: Acknowledged,
  when: { readonly epoch?: string; readonly at?: Instant } = {},
): Acknowledgement {
  const { epoch = EPOCH } = when
  const digests = [sha256(Buffer.from(acknowledgedText(about, when.at ?? at)))]
  const text = Buffer.from(signedText({ epoch, digests }))
  return { keyId, epoch, digests, signature: sign(null, text, privateKey).toString('base64') }
}

/** From the 32 raw bytes: SPKI for ed25519 (RFC 8410 §4). */
const toKey = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
    format: 'der',
    type: 'spki',
  })
