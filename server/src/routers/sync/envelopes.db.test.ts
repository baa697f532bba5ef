// Goal: what a tablet sealed goes through without a session, as its own device's and nobody else's, and the server is
// told nothing that it could not check. Method: real procedures on a real database; the tablet's cryptography is
// written a second time (test/sealing.ts).
import { expect, it } from 'vitest'
import { CaseId, OpId, UploadId } from '@onetrip/shared/lib/ids'
import { encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import {
  DEVICE_HEADER,
  EPOCH_HEADER,
  OFFER_HEADER,
  OFFSET_HEADER,
  PROOF_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { writeOffer } from '@onetrip/shared/wire/upload'
import { callerFor, callWith, openTestHouse, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push, type MadeSubmit } from '../../../test/operations'
import { aSealingDevice, type SealingDevice } from '../../../test/sealing'
import { newId } from '../../app/parts'
import type { House } from '../../domain/house'
import { inTransaction } from '../../db/transaction'

type Scene = { readonly test: TestHouse; readonly device: SealingDevice }

async function openScene(): Promise<Scene & AsyncDisposable> {
  const test = await openTestHouse()
  const device = await aSealingDevice(test.house, test.actors.agent, test.devices.agent)
  return { test, device, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() }
}

/** Sends frames as a tablet on which nobody is signed in. */
const pushAlone = (house: House, { deviceId }: Pick<SealingDevice, 'deviceId'>, frames: readonly Frame[]) =>
  callWith(house, { app: 'agent', headers: { [DEVICE_HEADER]: deviceId } }).sync.push(streamOf(encodeFrames(frames)))

// tRPC types what a client gives it (bytes); what the server gets of it, and a caller must hand over, is a stream.
const streamOf = (bytes: Uint8Array<ArrayBuffer>): Uint8Array => new Blob([bytes]).stream() as unknown as Uint8Array

async function sendScan({ test: { house }, device }: Scene, { op, pages }: MadeSubmit, proof?: string) {
  const [page] = pages
  if (!page) throw new Error('a case has pages')
  const { caseId } = op
  const sealed = await device.sealScan(caseId, { scanId: page.ref.scanId, bytes: page.bytes })
  const uploadId = UploadId.parse(newId())
  const headers = { [DEVICE_HEADER]: device.deviceId, [PROOF_HEADER]: proof ?? device.prove(uploadId) }
  const offer = { deviceId: device.deviceId, uploadId, caseId, scan: page.ref }
  const offered = await callWith(house, { app: 'agent', headers }).sync.offer({
    ...offer,
    sealed: { keyId: sealed.keyId, key: sealed.key, sizeBytes: sealed.bytes.length },
  })
  const append = (bytes: Uint8Array<ArrayBuffer>, offset = 0) =>
    callWith(house, {
      app: 'agent',
      headers: { ...headers, [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset) },
    }).sync.append(streamOf(bytes))
  return { page, sealed, offered, append, offer }
}

it('[SYNC-R19] a sealed operation is applied for the agent of its device, and nobody needs to be signed in', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const { op } = await makeSubmit(test)
  const answer = await pushAlone(test.house, device, [await device.seal(op)])
  expect(answer.outcomes).toMatchObject([{ status: 'applied', opId: op.opId }])
  expect(answer.acknowledgement?.digests).toHaveLength(1)
  const trail = await inTransaction(test.ownerPool, test.actors.admin, (tx) =>
    tx.query<{ actor: string; by: string }>(
      `select actor_id as actor, detail->>'by' as by from audit_row where procedure = 'sync.push'`,
      [],
    ),
  )
  expect(trail).toEqual([{ actor: test.actors.agent.postId, by: 'device' }])
})

it('[SYNC-R19] the same operation sealed anew is the same: one case, one answer, and a signature for these bytes', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const { op } = await makeSubmit(test)
  const first = await pushAlone(test.house, device, [await device.seal(op)])
  const again = await pushAlone(test.house, device, [await device.seal(op)])
  expect(again.outcomes).toEqual(first.outcomes)
  expect(again.acknowledgement?.digests).not.toEqual(first.acknowledgement?.digests)
})

it('[SYNC-R19] a device that is not known, has no key, or speaks for another, is nobody', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const { op } = await makeSubmit(test)
  const sealed = await device.seal(op)
  const unknown = { deviceId: UploadId.parse(newId()) as unknown as SealingDevice['deviceId'] }
  await expect(pushAlone(test.house, unknown, [sealed])).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  const keyless = { deviceId: test.devices.otherAgent }
  await expect(pushAlone(test.house, keyless, [sealed])).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  const other = await aSealingDevice(test.house, test.actors.otherAgent, test.devices.otherAgent)
  await expect(pushAlone(test.house, other, [sealed])).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(pushAlone(test.house, other, [await other.seal(op)])).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(
    callWith(test.house, { app: 'agent' }).sync.push(streamOf(encodeFrames([sealed]))),
  ).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

it('[SYNC-R19] a changed envelope, and one in another’s frame, are refused and leave nothing', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const [one, two] = [await makeSubmit(test), await makeSubmit(test)]
  const sealed = await device.seal(one.op)
  const changed = { ...sealed, body: sealed.body.map((byte, at) => (at === sealed.body.length - 1 ? byte ^ 1 : byte)) }
  const swapped = { ...sealed, opId: two.op.opId, caseId: two.op.caseId }
  const { outcomes, acknowledgement } = await pushAlone(test.house, device, [changed, swapped])
  const refusal = { kind: 'malformed', where: 'signature' }
  expect(outcomes).toMatchObject([
    { status: 'refused', refusal },
    { status: 'refused', refusal },
  ])
  expect(acknowledgement).toBeUndefined()
  const answer = await pushAlone(test.house, device, [sealed])
  expect(answer.outcomes).toMatchObject([{ status: 'applied' }])
})

it('[SYNC-R19] a device with a key sends nothing open, one without is taken as before, and a foreign key waits', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const open = frameOf(op, test.devices.agent)
  const device = await aSealingDevice(test.house, test.actors.agent, test.devices.agent)
  expect((await push(test.house, test.actors.agent, [open])).outcomes).toEqual([
    { status: 'unsupported', opId: op.opId },
  ])
  // Sealed to the key of another house, and signed by this device.
  await using other = await openTestHouse()
  const { districtId } = test.house
  const foreign = await device.sealFor({ districtId, envelopes: other.house.envelopes }, op)
  expect((await pushAlone(test.house, device, [foreign])).outcomes).toEqual([{ status: 'unsupported', opId: op.opId }])
  expect((await pushAlone(test.house, device, [await device.seal(op)])).outcomes).toMatchObject([{ status: 'applied' }])
  const { op: others } = await makeSubmit(test, { actor: test.actors.otherAgent })
  const answer = await push(test.house, test.actors.otherAgent, [frameOf(others, test.devices.otherAgent)])
  expect(answer.outcomes).toMatchObject([{ status: 'applied' }])
})

it('[SYNC-R19] a sealed scan arrives in pieces without a session, and is stored as it was before it was sealed', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const { page, sealed, offered, append } = await sendScan(scene, made)
  expect(offered.standing).toEqual({ status: 'continue', offset: 0 })
  expect((await append(sealed.bytes.slice(0, 100))).standing).toEqual({ status: 'continue', offset: 100 })
  expect((await append(sealed.bytes.slice(100), 100)).standing).toMatchObject({ status: 'complete' })
  expect(await test.house.scans.head(page.ref.scanId)).toBe(page.bytes.length)
})

it('[SYNC-R19] a sealed scan arrives with its offer in one request without a session, by its own proof alone', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const [page] = made.pages
  if (!page) throw new Error('a case has pages')
  const { caseId } = made.op
  const { bytes, keyId, key } = await device.sealScan(caseId, { scanId: page.ref.scanId, bytes: page.bytes })
  const uploadId = UploadId.parse(newId())
  const sealed = { keyId, key, sizeBytes: bytes.length }
  const offer = { deviceId: device.deviceId, uploadId, caseId, scan: page.ref, sealed }
  const send = (proof: string) =>
    callWith(test.house, {
      app: 'agent',
      headers: {
        [DEVICE_HEADER]: device.deviceId,
        [PROOF_HEADER]: proof,
        [UPLOAD_ID_HEADER]: uploadId,
        [OFFSET_HEADER]: '0',
        [OFFER_HEADER]: writeOffer(offer),
      },
    }).sync.append(streamOf(bytes))
  await expect(send(device.prove(UploadId.parse(newId())))).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect((await send(device.prove(uploadId))).standing).toMatchObject({ status: 'complete' })
  expect(await test.house.scans.head(page.ref.scanId)).toBe(page.bytes.length)
})

it('an offer that is repeated as it was writes nothing; one that is sealed anew, its key alone', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const { page, offer, sealed } = await sendScan(scene, made)
  const agent = callerFor(test.house, test.actors.agent)
  const readRow = async () => {
    const { rows } = await test.ownerPool.query<{ xmin: string; key: string }>(
      `select xmin::text, encode(sealed_key, 'base64') as key from upload`,
    )
    return rows
  }
  const offerSealed = ({ keyId, key, bytes }: typeof sealed) =>
    agent.sync.offer({ ...offer, sealed: { keyId, key, sizeBytes: bytes.length } })
  const before = await readRow()
  expect((await offerSealed(sealed)).standing).toEqual({ status: 'continue', offset: 0 })
  expect(await readRow()).toEqual(before)
  const anew = await device.sealScan(made.op.caseId, { scanId: page.ref.scanId, bytes: page.bytes })
  expect((await offerSealed(anew)).standing).toEqual({ status: 'continue', offset: 0 })
  expect((await readRow()).map(({ key }) => key.replaceAll('\n', ''))).toEqual([anew.key])
})

it('[SYNC-R19] a scan that does not open is thrown away, and asked for anew', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const { sealed, append } = await sendScan(scene, made)
  const changed = sealed.bytes.map((byte, at) => (at === 500 ? byte ^ 1 : byte))
  expect((await append(changed)).standing).toEqual({ status: 'mismatch' })
  expect((await append(sealed.bytes)).standing).toMatchObject({ status: 'complete' })
})

it('[SYNC-R19] no byte is asked for of a scan that is sealed to a foreign key; one that is here is here', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const { offer, sealed, append } = await sendScan(scene, made)
  const agent = callerFor(test.house, test.actors.agent)
  const foreign = { keyId: '0123456789abcdef', key: sealed.key, sizeBytes: sealed.bytes.length }
  const offerForeign = () => agent.sync.offer({ ...offer, uploadId: UploadId.parse(newId()), sealed: foreign })
  expect((await offerForeign()).standing).toEqual({ status: 'not-awaited' })
  expect((await append(sealed.bytes)).standing).toMatchObject({ status: 'complete' })
  expect((await offerForeign()).standing).toMatchObject({ status: 'complete' })
})

it('[SYNC-R19] a proof of another upload, or none, opens no upload without a session', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, device, [await device.seal(made.op)])
  const another = device.prove(UploadId.parse(newId()))
  for (const proof of [another, '', 'AAAA'])
    await expect(sendScan(scene, made, proof)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

it('an upload that was begun open and goes on sealed begins anew; another device’s is its own', async () => {
  await using scene = await openScene()
  const { test } = scene
  const made = await makeSubmit(test)
  await pushAlone(test.house, scene.device, [await scene.device.seal(made.op)])
  const { offer, sealed } = await sendScan(scene, made)
  const agent = callerFor(test.house, test.actors.agent)
  expect((await agent.sync.offer(offer)).standing).toEqual({ status: 'mismatch' })
  const resealed = await scene.device.sealScan(made.op.caseId, { scanId: offer.scan.scanId, bytes: sealed.bytes })
  const anew = { keyId: resealed.keyId, key: resealed.key, sizeBytes: sealed.bytes.length }
  expect((await agent.sync.offer({ ...offer, sealed: anew })).standing).toEqual({ status: 'continue', offset: 0 })
  const foreign = { ...offer, caseId: CaseId.parse(newId()), sealed: anew }
  expect((await agent.sync.offer(foreign)).standing).toEqual({ status: 'not-awaited' })
})

it('an envelope of another operation’s words is refused, whatever its frame says', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const { op } = await makeSubmit(test)
  const name = { opId: OpId.parse(newId()), caseId: op.caseId }
  const frame = await device.seal({ ...op, ...name })
  const { outcomes } = await pushAlone(test.house, device, [frame])
  expect(outcomes).toMatchObject([{ status: 'applied', opId: name.opId }])
})

it('[SYNC-R8] decides nothing for a tablet that goes by another epoch, and tells which one holds', async () => {
  await using scene = await openScene()
  const { test, device } = scene
  const { op } = await makeSubmit(test)
  const frames = [await device.seal(op)]
  const push = (epoch: string) =>
    callWith(test.house, {
      app: 'agent',
      headers: { [DEVICE_HEADER]: device.deviceId, [EPOCH_HEADER]: epoch },
    }).sync.push(streamOf(encodeFrames(frames)))
  const { epoch, outcomes } = await push('of before')
  expect(outcomes).toEqual([])
  expect((await push(epoch)).outcomes).toMatchObject([{ status: 'applied', opId: op.opId }])
})
