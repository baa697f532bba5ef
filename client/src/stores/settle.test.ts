import { expect, it } from 'vitest'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { CorrectionId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import type { Operation } from '@onetrip/shared/wire/operation'
import { readOutbox } from '../../test/readOutbox'
import { aCatalogue, aDraft, aTablet, NOW, signed } from '../../test/agentTablet'
import { findDraft, readUploads } from '../db/queries'
import { giveUp } from './giveUp'
import { handIn, handInCorrection, readSentScans } from './handIn'
import { handInAgain } from './handInAgain'
import { readOperation, type ParkedOperation } from './settle'
import type { Tablet } from './tablet'
import { without } from './without'

const catalogue = aCatalogue()
const PROBLEMS: CaseRefusal = { kind: 'content-problems', problems: [] }

/** Handed in, sent, and refused. */
async function refused(tablet: Tablet, refusal: CaseRefusal) {
  const handed = await handIn(tablet, catalogue, { draft: aDraft(), insisted: false })
  if (!handed.ok) throw new Error('not handed in')
  return { draft: handed.value, parked: await park(tablet, refusal) }
}

async function park({ store }: Tablet, refusal: CaseRefusal): Promise<ParkedOperation> {
  const [entry] = await readOutbox(store)
  if (!entry) throw new Error('nothing in the outbox')
  const state = { kind: 'parked', because: { status: 'refused', refusal } } as const
  await store.db.outbox.update(entry.seq, { state: 'parked', detail: state })
  const operation = readOperation(entry)
  if (!operation) throw new Error('the entry cannot be read')
  return { entry: { ...entry, state }, operation }
}

const outbox = async ({ store }: Tablet): Promise<Operation[]> =>
  (await readOutbox(store)).flatMap((entry) => readOperation(entry) ?? [])

it('[CASE-R10] a mended submission goes after the word that settles the refused one, with the number that the resident holds', async () => {
  const tablet = await aTablet('again')
  const { draft, parked } = await refused(tablet, PROBLEMS)
  const mended = signed({ ...draft, fields: { businessName: '㛃记小吃' } })
  const again = await handInAgain(tablet, catalogue, { draft: mended, parked, insisted: false })

  expect(again).toEqual({ ok: true, value: mended })
  const [settling, submit, ...more] = await outbox(tablet)
  expect(more).toEqual([])
  expect(settling).toMatchObject({
    kind: 'case.settle',
    payload: { settles: parked.entry.opId, how: { kind: 'superseded', byOpId: submit?.opId } },
  })
  expect(submit).toMatchObject({
    kind: 'case.submit',
    deviceTime: parked.operation.deviceTime,
    payload: { receiptNumber: draft.receipt?.receiptNumber, content: { fields: { businessName: '㛃记小吃' } } },
  })
  expect(submit?.opId).not.toBe(parked.entry.opId)
  expect((await readUploads(tablet.store.db)).map((upload) => upload.opId)).toEqual([submit?.opId])
  expect(await findDraft(tablet.store, draft.caseId)).toEqual(mended)
})

it('a number that another case has is replaced, on the receipt too', async () => {
  const tablet = await aTablet('number')
  const { draft, parked } = await refused(tablet, { kind: 'receipt-number-taken' })
  const again = await handInAgain(tablet, catalogue, { draft, parked, insisted: false })
  const number = again.ok ? again.value.receipt?.receiptNumber : undefined
  expect(number).toBeDefined()
  expect(number).not.toBe(draft.receipt?.receiptNumber)
  expect((await outbox(tablet))[1]).toMatchObject({ payload: { receiptNumber: number } })
})

it('words that were changed after the signature are not sent again before they are signed', async () => {
  const tablet = await aTablet('unsigned-words')
  const { draft, parked } = await refused(tablet, PROBLEMS)
  const mended = { ...draft, fields: { businessName: '㛃记小吃' } }
  const again = await handInAgain(tablet, catalogue, { draft: mended, parked, insisted: true })
  expect(again).toMatchObject({ ok: false, error: { kind: 'problems', problems: [{ kind: 'signature-outdated' }] } })
  expect((await readOutbox(tablet.store)).map((entry) => entry.state.kind)).toEqual(['parked'])
})

it('nothing is settled while the mended application has an error', async () => {
  const tablet = await aTablet('error')
  const { draft, parked } = await refused(tablet, PROBLEMS)
  const unsigned = without(draft, 'signature')
  const again = await handInAgain(tablet, catalogue, { draft: unsigned, parked, insisted: true })
  expect(again).toMatchObject({ ok: false, error: { kind: 'problems', problems: [{ kind: 'signature-missing' }] } })
  expect((await readOutbox(tablet.store)).map((entry) => entry.state.kind)).toEqual(['parked'])
})

it('[CASE-R10] giving up leaves the reason on record, sends no page, and the application is unfinished again', async () => {
  const tablet = await aTablet('given-up')
  const { draft, parked } = await refused(tablet, { kind: 'case-exists' })
  await giveUp(tablet, catalogue, { draft, parked, because: '重复收件，另一件已办' })

  expect(await outbox(tablet)).toMatchObject([
    {
      kind: 'case.settle',
      payload: { settles: parked.entry.opId, how: { kind: 'given-up', because: '重复收件，另一件已办' } },
    },
  ])
  expect(await readUploads(tablet.store.db)).toEqual([])
  const unfinished = without(draft, 'receipt')
  expect(await findDraft(tablet.store, draft.caseId)).toEqual(unfinished)
})

it('a mended answer to a correction brings only pages that were not sent before', async () => {
  const tablet = await aTablet('correct')
  const handed = await handIn(tablet, catalogue, { draft: aDraft(), insisted: false })
  if (!handed.ok) throw new Error('not handed in')
  await tablet.store.db.outbox.toCollection().modify({ state: 'ended' })
  const correcting = {
    baseRevision: 1,
    corrections: [
      {
        taskId: TaskId.parse('01980000-0000-7000-8000-0000000000f0'),
        itemCode: anItem().itemCode,
        correction: {
          correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
          points: [{ at: { kind: 'material' as const, materialCode: 'lease' }, words: '缺最后一页' }],
          askedAt: NOW,
        },
      },
    ],
  }
  const lease = { scanId: ScanId.parse('c'.repeat(64)), sizeBytes: 9, mediaType: 'image/jpeg' as const }
  const answer = {
    ...handed.value,
    correcting,
    materials: [{ code: 'lease', how: 'scanned' as const, pages: [lease] }],
  }
  const sent = await readSentScans(tablet, answer.caseId)
  expect([...sent]).toEqual(['a'.repeat(64)])
  await handInCorrection(tablet, catalogue, { draft: answer, insisted: false, sent })
  const parked = await park(tablet, PROBLEMS)

  const reopened = { ...answer, correcting: { ...correcting, baseRevision: 2 } }
  const again = await handInAgain(tablet, catalogue, { draft: reopened, parked, insisted: false })
  expect(again).toMatchObject({ ok: true, value: { receipt: { correctedAt: NOW } } })
  expect(again.ok && again.value.correcting).toBe(undefined)
  const [, correct] = await outbox(tablet)
  expect(correct).toMatchObject({ kind: 'case.correct', baseRevision: 2 })
  const uploads = await readUploads(tablet.store.db)
  expect(uploads.find((upload) => upload.scanId === lease.scanId)?.opId).toBe(correct?.opId)
  expect(uploads).toHaveLength(2)
})
