// Goal: giving up a step that the tablet lost leaves the application as if that step had not been taken, and never as if
// another had not. Method: real stores of a tablet; the lost step is what its table no longer has.
import { expect, it } from 'vitest'
import { CorrectionId, OpId, ScanId, TaskId, UploadId, uuidv7, type CaseId } from '@onetrip/shared/lib/ids'
import { addMs, instantToMs, type Instant } from '@onetrip/shared/lib/time'
import { aCatalogue, aDraft, aTablet, NOW } from '../../test/agentTablet'
import { recordStep } from '../db/commands'
import { keepLostSteps } from '../db/lostSteps'
import { answered, answering } from './answering'
import { giveUpLost, giveUpLostOfApplication } from './giveUpLost'

const catalogue = aCatalogue()
const WHY = { kind: 'not-taken', why: { status: 'conflict', serverRevision: 2 } } as const
const opIdAt = (at: Instant): OpId => OpId.parse(uuidv7(instantToMs(at), (length) => new Uint8Array(length)))
const LATER = addMs(NOW, 3_600_000)

async function aLoss(name: string, at: Instant) {
  const tablet = await aTablet(`give-up-lost-${name}`)
  const { caseId } = aDraft()
  const step = { name: 'x', caseId, opId: opIdAt(at), state: WHY }
  await keepLostSteps(tablet.store.db, [step])
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW }
  return { tablet, caseId, step, draft: aDraft({ receipt, fields: { area: 48 } }) }
}

it('[SYNC-R20] an application that never came is unfinished again', async () => {
  const { tablet, step, draft } = await aLoss('submit', NOW)
  const given = await giveUpLostOfApplication(tablet, catalogue, {
    step,
    because: 'x',
    draft,
    isUnknownToServer: true,
  })
  expect(given.ok && given.value).toMatchObject({ fields: { area: 48 } })
  expect(given.ok && given.value.receipt).toBeUndefined()
})

it.each([
  ['the server has the case', NOW, false],
  ['it was a later step', LATER, true],
])('[SYNC-R20] keeps receipt and number where %s', async (name, at, isUnknownToServer) => {
  const { tablet, step, draft } = await aLoss(name, at)
  const given = await giveUpLostOfApplication(tablet, catalogue, { step, because: 'x', draft, isUnknownToServer })
  expect(given).toEqual({ ok: true, value: draft })
})

it('[SYNC-R20] an answer that never came is not called given', async () => {
  const { tablet, step, draft } = await aLoss('answer', LATER)
  const correction = { correctionId: CorrectionId.parse(crypto.randomUUID()), points: [], askedAt: NOW }
  const { itemCode } = draft.items[0] ?? {}
  if (!itemCode) throw new Error('the sample has an item')
  const corrections = [{ taskId: TaskId.parse(crypto.randomUUID()), itemCode, correction }]
  const done = answered({ ...draft, ...answering(draft, { baseRevision: 1, corrections }) }, LATER)
  expect(done.receipt?.correctedAt).toBe(LATER)
  const given = await giveUpLostOfApplication(tablet, catalogue, {
    step,
    because: 'x',
    draft: done,
    isUnknownToServer: false,
  })
  expect(given.ok && given.value.receipt).toEqual(draft.receipt)
})

it('[SYNC-R20] lets its scans go no further, and those of other steps go on', async () => {
  const { tablet, step, caseId } = await aLoss('scans', NOW)
  const { db } = tablet.store
  const upload = (letter: string, opId: OpId) => {
    const ref = { scanId: ScanId.parse(letter.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
    return { ref, opId, uploadId: UploadId.parse(crypto.randomUUID()) }
  }
  const other = OpId.parse(crypto.randomUUID())
  await record(caseId, [upload('a', step.opId), upload('b', other)])
  expect((await giveUpLost(tablet, catalogue, { step, because: 'x' })).ok).toBe(true)
  expect((await db.uploads.toArray()).map(({ opId }) => opId)).toEqual([other])

  async function record(ofCase: CaseId, uploads: ReturnType<typeof upload>[]): Promise<void> {
    await recordStep(tablet.store, { caseId: ofCase, newScans: [], operations: [], uploads, settles: [], atMs: 1 })
  }
})
