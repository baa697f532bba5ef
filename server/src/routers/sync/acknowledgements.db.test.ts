// Goal: the server signs for exactly what stands in its database, and any reader of the wire can hold it to that.
// Method: real procedures on a real database; the signature is verified from the public key that a pull names.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { OpId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import {
  acknowledgedText,
  signedText,
  type Acknowledged,
  type Acknowledgement,
} from '@onetrip/shared/wire/acknowledgement'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { newId } from '../../app/parts'
import { beginEpochAfterRestore } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import { offerScan } from '../../domain/sync/offerScan'
import { appendPiece } from '../../domain/sync/appendPiece'
import { bySession } from '../../domain/sync/sender'

it('[SYNC-R16] signs for an operation over the bytes that came in, the same to every repeat', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  const { op } = await makeSubmit(test)
  const frame = frameOf(op, test.devices.agent)
  const first = appliedOf(await push(test.house, test.actors.agent, [frame]))
  expect(first.at).toBe(test.house.clock())
  expect(await isSigned(test, operationOf(test, frame), first)).toBe(true)
  test.pass(60_000)
  expect(appliedOf(await push(second.house, test.actors.agent, [frame]))).toEqual(first)
})

it('[SYNC-R16] signs once for all that one push brought', async () => {
  await using test = await openTestHouse()
  const made = await Promise.all([makeSubmit(test), makeSubmit(test), makeSubmit(test)])
  const frames = made.map(({ op }, index) => frameOf(op, test.devices.agent, index + 1))
  const { acknowledgement } = await push(test.house, test.actors.agent, frames)
  const at = test.house.clock()
  if (!acknowledgement) throw new Error('not acknowledged')
  for (const frame of frames) expect(await isSigned(test, operationOf(test, frame), { acknowledgement, at })).toBe(true)
  expect(acknowledgement.digests).toHaveLength(3)
})

it('[SYNC-R16] signs for the bytes that came: others that say the same, and none that say something else', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const stored = frameOf(op, test.devices.agent)
  await push(test.house, test.actors.agent, [stored])
  const again = { ...stored, body: new TextEncoder().encode(JSON.stringify(op, undefined, 1)) }
  const told = appliedOf(await push(test.house, test.actors.agent, [again]))
  expect(await isSigned(test, operationOf(test, again), told)).toBe(true)
  expect(await isSigned(test, operationOf(test, stored), told)).toBe(false)

  const other = { ...op, payload: { ...op.payload, insisted: !op.payload.insisted } }
  const answer = await push(test.house, test.actors.agent, [frameOf(other, test.devices.agent)])
  expect(answer.outcomes).toMatchObject([{ status: 'refused' }])
  expect(answer.acknowledgement).toBeUndefined()
})

it('[SYNC-R16] signs nothing that was not applied', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  const others = [
    { ...op, opId: OpId.parse(newId()) },
    { ...op, opId: OpId.parse(newId()), v: 2 },
    { ...op, opId: OpId.parse(newId()), baseRevision: 9 },
  ]
  const { outcomes, acknowledgement } = await push(
    test.house,
    test.actors.agent,
    others.map((one) => frameOf(one, test.devices.agent)),
  )
  expect(outcomes.map(({ status }) => status)).not.toContain('applied')
  expect(acknowledgement).toBeUndefined()
})

it('[SYNC-R16] tells nobody of what was not committed', async () => {
  await using test = await openTestHouse({
    change: () => ({
      startJobs: async () => {
        throw new Error('the process dies before its commit')
      },
    }),
  })
  const { op } = await makeSubmit(test)
  const answer = await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  expect(answer.outcomes).toEqual([])
  expect(answer.acknowledgement).toBeUndefined()
})

it('[SYNC-R8] [SYNC-R16] a restored server signs anew, under its own epoch', async () => {
  await using test = await openTestHouse()
  const { op } = await makeSubmit(test)
  const frame = frameOf(op, test.devices.agent)
  const before = appliedOf(await push(test.house, test.actors.agent, [frame]))
  const epoch = newId()
  await inTransaction(test.ownerPool, test.actors.admin, (tx) => beginEpochAfterRestore(tx, epoch, test.house.clock()))
  const after = appliedOf(await push(test.house, test.actors.agent, [frame]))
  expect(after).toMatchObject({ at: before.at, acknowledgement: { epoch } })
  expect(after.acknowledgement.signature).not.toBe(before.acknowledgement.signature)
  expect(await isSigned(test, operationOf(test, frame), after)).toBe(true)
})

it('[SYNC-R16] signs for a scan when it has all of it, and not before', async () => {
  await using test = await openTestHouse()
  const { op, pages } = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(op, test.devices.agent)])
  const [page] = pages
  if (!page) throw new Error('a case without pages')
  const { caseId } = op
  const offer = { deviceId: test.devices.agent, uploadId: UploadId.parse(newId()), caseId, scan: page.ref }
  const send = async (offset: number, bytes: Uint8Array) =>
    appendPiece(test.house, bySession(test.actors.agent), {
      uploadId: offer.uploadId,
      offset,
      chunks: (async function* () {
        yield bytes
      })(),
    })
  await offerScan(test.house, bySession(test.actors.agent), offer)
  expect((await send(0, page.bytes.subarray(0, 100))).standing).toEqual({ status: 'continue', offset: 100 })
  const { standing } = await send(100, page.bytes.subarray(100))
  if (standing.status !== 'complete') throw new Error('not complete')
  const { acknowledgement, arrivedAt: at } = standing
  if (!acknowledgement || !at) throw new Error('not acknowledged')
  const scan = { about: 'scan', districtId: test.house.districtId, caseId, scanId: page.ref.scanId } as const
  expect(await isSigned(test, scan, { acknowledgement, at })).toBe(true)
  test.pass(60_000)
  const again = await offerScan(test.house, bySession(test.actors.agent), offer)
  expect(again).toMatchObject({ ok: true, value: { standing } })
})

type Told = { readonly acknowledgement: Acknowledgement; readonly at: Instant }

function appliedOf({ outcomes, acknowledgement }: PushAnswer): Told {
  const [outcome] = outcomes
  if (outcome?.status !== 'applied' || !outcome.receivedAt || !acknowledgement) throw new Error('not acknowledged')
  return { acknowledgement, at: outcome.receivedAt }
}

const operationOf = ({ house }: TestHouse, { caseId, opId, body }: Frame): Acknowledged => {
  const bodySha256 = createHash('sha256').update(body).digest('hex')
  return { about: 'operation', districtId: house.districtId, caseId, opId, bodySha256 }
}

/** As a tablet would look at it, with nothing but what is on the wire. */
async function isSigned(test: TestHouse, about: Acknowledged, { acknowledgement, at }: Told): Promise<boolean> {
  const pulled = await callerFor(test.house, test.actors.agent).sync.pull({ cursors: {}, limit: 1 })
  const key = pulled.acknowledgementKeys?.find(({ keyId }) => keyId === acknowledgement.keyId)
  const digest = createHash('sha256').update(acknowledgedText(about, at)).digest('hex')
  if (!key || !acknowledgement.digests.includes(digest)) return false
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key.publicKey, 'base64')])
  const text = Buffer.from(signedText(acknowledgement))
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  return verify(null, text, publicKey, Buffer.from(acknowledgement.signature, 'base64'))
}
