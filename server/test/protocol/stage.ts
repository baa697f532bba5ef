import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import sharp from 'sharp'
import type { CaseContent } from '@onetrip/shared/case/content'
import { CaseId, OpId, PartyId, ScanId, StationId, UploadId, type DeviceId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn } from '@onetrip/shared/lib/time'
import { encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import {
  DEVICE_HEADER,
  EPOCH_HEADER,
  OFFER_HEADER,
  OFFSET_HEADER,
  PROOF_HEADER,
  PROTOCOL_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { writeOffer } from '@onetrip/shared/wire/upload'
import { frameOf } from '../operations'
import { FOOD_LICENCE, makeContent, signed, type SamplePage } from '../samples'
import { sealingDeviceOf, type SealingDevice } from '../sealing'
import type { RecordedAnswer, RecordedRequest, Step } from './conversation'
import { ask, takeStep, type Jars } from './replay'
import { testKeyBytes, toDistrict, type World, type WorldHouse } from './world'

/** Ids of a recording count upwards, and begin as no server mints any. */
export const recordedId = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Where a scene is played and written down. */
export type Stage = {
  readonly world: World
  readonly house: WorldHouse
  readonly steps: Step[]
  readonly newId: () => string
  readonly sealing: (deviceId: DeviceId) => SealingDevice
  readonly do: (step: Exclude<Step, { request: unknown }>) => Promise<void>
  readonly ask: (name: string, request: Asked) => Promise<unknown>
}

type Asked = Pick<RecordedRequest, 'as' | 'path'> & {
  readonly app?: RecordedRequest['app']
  readonly query?: unknown
  /** Null: a call without a word. */
  readonly json?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export function openStage(world: World, house: WorldHouse): Stage {
  const steps: Step[] = []
  const jars: Jars = new Map()
  const made = { count: 1000 }
  return {
    world,
    house,
    steps,
    newId: () => {
      made.count += 1
      return recordedId(made.count)
    },
    sealing: (deviceId) => sealingDeviceOf(house.house, deviceId, deviceKey(world).privateKey),
    do: async (step) => {
      await takeStep(house, jars, step)
      steps.push(step)
    },
    ask: async (name, asked) => {
      const request = toRequest(asked)
      const answer = await ask(house.url, jars, request)
      steps.push({ name, request, answer })
      return dataOf(answer)
    },
  }
}

const dataOf = ({ body }: RecordedAnswer): unknown => (body as { result?: { data?: unknown } }).result?.data

function toRequest({ as, app = 'agent', path, query, json, bytes, headers = {} }: Asked): RecordedRequest {
  const own = { [PROTOCOL_HEADER]: '1', ...headers }
  if (json === null) return { as, app, method: 'POST', path, headers: { 'content-type': 'application/json', ...own } }
  if (json === undefined && !bytes) {
    const input = query === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(query))}`
    return { as, app, method: 'GET', path: `${path}${input}`, headers: own }
  }
  const type = bytes ? 'application/octet-stream' : 'application/json'
  const body = bytes ? { base64: Buffer.from(bytes).toString('base64') } : { text: JSON.stringify(json) }
  return { as, app, method: 'POST', path, headers: { 'content-type': type, ...own }, body }
}

/** The device's key of the recording, from the words of the world. */
export function deviceKey({ testKeys }: World): { readonly privateKey: KeyObject; readonly publicKey: string } {
  const scalar = testKeyBytes(testKeys.device)
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  const point = ecdh.getPublicKey()
  const [d, x, y] = [scalar, point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const key = { kty: 'EC', crv: 'P-256', d: d ?? '', x: x ?? '', y: y ?? '' }
  return { privateKey: createPrivateKey({ key, format: 'jwk' }), publicKey: point.toString('base64') }
}

/** A page of a few hundred bytes. */
export async function smallPage(number: number): Promise<SamplePage> {
  const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 7 + number * 31) % 256)
  const bytes = new Uint8Array(
    await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
      .jpeg({ quality: 60 })
      .toBuffer(),
  )
  return { bytes, ref: { scanId: ScanId.parse(sha256(bytes)), sizeBytes: bytes.length, mediaType: 'image/jpeg' } }
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

export type Tablet = {
  readonly agent: string
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  /** Undefined: it has no key, and sends open. */
  readonly sealing?: SealingDevice
}

/** The head of an operation of this tablet's agent. */
export const headOf = ({ house, world }: Stage, { agent }: Tablet, caseId: CaseId, opId: OpId) => ({
  opId,
  districtId: house.house.districtId,
  caseId,
  v: 1 as const,
  authorPostId: house.actorOf(agent).postId,
  baseRevision: 0,
  deviceTime: world.now,
  lastServerTime: world.now,
  elapsedMs: 0,
  catalogueVersion: 1,
})

export type Submitted = {
  readonly caseId: CaseId
  readonly op: ReturnType<typeof headOf> & { readonly payload: { readonly content: CaseContent } }
  readonly pages: readonly SamplePage[]
}

/** A hand-in; its result is fetched at the counter, where nothing else is said. */
export async function aSubmit(
  stage: Stage,
  tablet: Tablet,
  receipt: number,
  change: Partial<CaseContent> = { delivery: { mode: 'pick-up' } },
): Promise<Submitted> {
  const { world, house } = stage
  const data = toDistrict(world.catalogue)
  const pages = await Promise.all([1, 2, 3, 4].map((n) => smallPage(receipt * 10 + n)))
  const made = makeContent(data, { itemCodes: [FOOD_LICENCE], pages, now: world.now })
  const partyId = PartyId.parse(stage.newId())
  const content = signed(
    {
      ...made,
      parties: made.parties.map((party) => ({ ...party, partyId })),
      signature: { ...made.signature, partyId },
      ...change,
    },
    data,
  )
  const caseId = CaseId.parse(stage.newId())
  const number = makeReceiptNumber({
    stationId: StationId.parse(house.actorOf(tablet.agent).unitId),
    date: dateIn(data.district.timeZone, world.now),
    deviceNumber: tablet.deviceNumber,
    counter: receipt,
  })
  if (!number.ok) throw new Error(number.error)
  const op = {
    ...headOf(stage, tablet, caseId, OpId.parse(stage.newId())),
    kind: 'case.submit' as const,
    payload: {
      content,
      receiptNumber: number.value,
      queryCodeSha256: sha256(`query code ${tablet.deviceId} ${receipt}`),
      secondFact: { kind: 'phone-tail' as const, sha256: sha256('8000') },
      insisted: false,
    },
  }
  return { caseId, op, pages }
}

/** Sends operations, open or sealed, as this tablet's app does. */
export async function pushFrom(
  stage: Stage,
  tablet: Tablet,
  { name, ops, deviceSeq }: { readonly name: string; readonly ops: readonly Op[]; readonly deviceSeq: number },
): Promise<unknown> {
  const frames = await Promise.all(ops.map((op, nth) => toFrame(tablet, op, deviceSeq + nth)))
  const headers = { [DEVICE_HEADER]: tablet.deviceId, [EPOCH_HEADER]: stage.world.epoch }
  return stage.ask(name, { as: speaker(tablet), path: 'sync.push', bytes: encodeFrames(frames), headers })
}

type Op = { readonly opId: OpId; readonly caseId: CaseId }

const toFrame = async ({ deviceId, sealing }: Tablet, op: Op, deviceSeq: number): Promise<Frame> =>
  sealing ? sealing.seal(op, deviceSeq) : frameOf(op, deviceId, deviceSeq)

/** What is sealed and signed goes while nobody is signed in. */
const speaker = ({ agent, sealing }: Tablet): string => (sealing ? 'nobody' : agent)

/** Offers a scan and sends it in two pieces. */
export async function sendScan(stage: Stage, tablet: Tablet, caseId: CaseId, page: SamplePage): Promise<void> {
  const { offer, travelling, headers } = await prepareScan(stage, tablet, caseId, page)
  const as = speaker(tablet)
  await stage.ask('offer', { as, path: 'sync.offer', json: offer, headers })
  for (const [from, to] of [
    [0, 100],
    [100, travelling.length],
  ] as const) {
    await stage.ask(`append from byte ${from}`, {
      as,
      path: 'sync.append',
      bytes: travelling.subarray(from, to),
      headers: { ...headers, [UPLOAD_ID_HEADER]: offer.uploadId, [OFFSET_HEADER]: String(from) },
    })
  }
}

/** A scan goes up in one request: its bytes, and its offer in a header. */
export async function sendWhole(stage: Stage, tablet: Tablet, caseId: CaseId, page: SamplePage): Promise<void> {
  const { offer, travelling, headers } = await prepareScan(stage, tablet, caseId, page)
  const ofPiece = { [UPLOAD_ID_HEADER]: offer.uploadId, [OFFSET_HEADER]: '0', [OFFER_HEADER]: writeOffer(offer) }
  await stage.ask('offer and append in one', {
    as: speaker(tablet),
    path: 'sync.append',
    bytes: travelling,
    headers: { ...headers, ...ofPiece },
  })
}

async function prepareScan(stage: Stage, tablet: Tablet, caseId: CaseId, { bytes, ref }: SamplePage) {
  const uploadId = UploadId.parse(stage.newId())
  const sealed = await tablet.sealing?.sealScan(caseId, { scanId: ref.scanId, bytes })
  const travelling = sealed?.bytes ?? bytes
  const ofDevice = { [DEVICE_HEADER]: tablet.deviceId }
  const headers = { ...ofDevice, ...(tablet.sealing && { [PROOF_HEADER]: tablet.sealing.prove(uploadId) }) }
  const key = sealed && {
    keyId: sealed.keyId,
    key: sealed.key,
    sizeBytes: travelling.length,
  }
  const offer = { deviceId: tablet.deviceId, uploadId, caseId, scan: ref, ...(key && { sealed: key }) }
  return { offer, travelling, headers }
}
