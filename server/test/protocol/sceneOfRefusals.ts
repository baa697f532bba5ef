import { UploadId } from '@onetrip/shared/lib/ids'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { DEVICE_HEADER, EPOCH_HEADER, OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { AGENT, codeOf, OPEN_DEVICE, OTHER, signIn } from './acts'
import { aSubmit, pushFrom, sha256, type Stage, type Tablet } from './stage'

export async function refusals(stage: Stage): Promise<void> {
  const as = AGENT
  const query = { cursors: { catalogue: 0 }, limit: 500 }
  await stage.ask('a pull of nobody', { as: 'nobody', path: 'sync.pull', query })
  await signIn(stage, as)
  await stage.ask('a pull of another protocol', {
    as,
    path: 'sync.pull',
    query,
    headers: { 'x-onetrip-protocol': '0' },
  })
  await stage.ask('a foreign feed', {
    as,
    path: 'sync.pull',
    query: { ...query, cursors: { 'station:430102013008': 0 } },
  })
  await stage.ask('a pull of no shape', { as, path: 'sync.pull', query: { limit: 0 } })
  await stage.ask('no such procedure', { as, path: 'sync.dream', json: {} })
  const tablet = { agent: as, deviceId: OPEN_DEVICE, deviceNumber: 1 }
  const made = await aSubmit(stage, tablet, 1)
  await pushFrom(stage, tablet, { name: 'a device that nobody knows', ops: [made.op], deviceSeq: 1 })
  const device = { deviceId: OPEN_DEVICE, code: codeOf(stage, as) }
  await stage.ask('registers', { as, path: 'session.registerDevice', json: device })
  await stage.ask('no frames', { as, path: 'sync.push', bytes: new Uint8Array([1, 2, 3]) })
  await stage.ask('an empty push', { as, path: 'sync.push', bytes: new Uint8Array() })
  const foreign = { ...made.op, authorPostId: stage.house.actorOf(OTHER).postId }
  await pushFrom(stage, tablet, { name: 'work of another', ops: [foreign], deviceSeq: 1 })
  const malformed = { ...made.op, payload: { ...made.op.payload, insisted: 'perhaps' } }
  await pushFrom(stage, tablet, { name: 'an operation of no shape', ops: [malformed], deviceSeq: 1 })
  const body = new TextEncoder().encode('{}')
  const { opId, caseId } = made.op
  const frame = { frame: 1, deviceId: OPEN_DEVICE, deviceSeq: 1, opId, caseId, alg: 'clear', keyId: '', body } as const
  const headers = { [DEVICE_HEADER]: OPEN_DEVICE, [EPOCH_HEADER]: 'of before' }
  await stage.ask('of another epoch', { as, path: 'sync.push', bytes: encodeFrames([frame]), headers })
  const [page] = made.pages
  const uploadId = UploadId.parse(stage.newId())
  const offer = { deviceId: OPEN_DEVICE, uploadId, caseId, scan: page?.ref }
  await stage.ask('a scan that nobody awaits', { as, path: 'sync.offer', json: offer })
  await stage.ask('a piece without a place', { as, path: 'sync.append', bytes: body })
  await damaged(stage, tablet)
}

/** Bytes that are not what they say, and bytes that are nothing that may be stored. */
async function damaged(stage: Stage, tablet: Tablet): Promise<void> {
  const made = await aSubmit(stage, tablet, 2)
  const text = new TextEncoder().encode('x'.repeat(300))
  const odd = { scanId: sha256(text), sizeBytes: text.length, mediaType: 'image/jpeg' }
  const [material, ...others] = made.op.payload.content.materials
  const materials = [{ ...material, pages: [...(material?.pages ?? []), odd] }, ...others]
  const op = {
    ...made.op,
    payload: { ...made.op.payload, insisted: true, content: { ...made.op.payload.content, materials } },
  }
  await pushFrom(stage, tablet, { name: 'a case with a page that is none', ops: [op], deviceSeq: 2 })
  const as = AGENT
  const [page] = made.pages
  for (const [name, scan, bytes] of [
    ['bytes that do not hash', page?.ref, new Uint8Array(page?.ref.sizeBytes ?? 0)],
    ['bytes that are no picture', odd, text],
  ] as const) {
    const uploadId = UploadId.parse(stage.newId())
    const offer = { deviceId: tablet.deviceId, uploadId, caseId: made.caseId, scan }
    await stage.ask(`offers ${name}`, { as, path: 'sync.offer', json: offer })
    const headers = { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: '0' }
    await stage.ask(name, { as, path: 'sync.append', bytes, headers })
  }
}
