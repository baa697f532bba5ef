import { expect, it } from 'vitest'
import { OpId, UploadId } from '@onetrip/shared/lib/ids'
import { readOutbox } from '../../test/readOutbox'
import { aDraft, aTablet } from '../../test/agentTablet'
import { discardDraft, recordStep, saveDraft, type Step } from './commands'
import { findDraft } from './queries'
import { placeOfCase } from './recordCodec'
import { findScanBytes } from './scanRecords'

const draft = aDraft()
const { caseId } = draft
const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: draft.startedAt }
const page = draft.signature?.image
const opId = OpId.parse('01980000-0000-7000-8000-0000000000d1')

const step = (changes: Partial<Step>): Step => ({
  caseId,
  from: 'draft',
  draft: { ...draft, receipt },
  newScans: page ? [{ ref: page, bytes: new Uint8Array([1, 2, 3]) }] : [],
  operations: [{ opId, body: new Uint8Array() }],
  uploads: page ? [{ ref: page, opId, uploadId: UploadId.parse('01980000-0000-7000-8000-0000000000d2') }] : [],
  settles: [],
  atMs: 1,
  ...changes,
})
const overtaken = { ok: false, error: 'overtaken' }

it('a receipt that was given stays: neither a change nor a second hand-in from another tab takes its place', async () => {
  const { store } = await aTablet('commands-receipt-stays')
  await saveDraft(store, draft)
  expect(await recordStep(store, step({}))).toEqual({ ok: true, value: undefined })
  expect(await saveDraft(store, { ...draft, fields: { late: 'key' } })).toEqual(overtaken)
  const again = { ...draft, receipt: { ...receipt, receiptNumber: 'second' } }
  const other = OpId.parse('01980000-0000-7000-8000-0000000000d3')
  expect(
    await recordStep(store, step({ draft: again, operations: [{ opId: other, body: new Uint8Array() }] })),
  ).toEqual(overtaken)
  expect(await findDraft(store, caseId)).toEqual({ ...draft, receipt })
  expect((await readOutbox(store)).map((entry) => entry.opId)).toEqual([opId])
})

it('an application that was taken back is not turned into a handed-in one by a tab that missed it', async () => {
  const { store } = await aTablet('commands-taken-back')
  await recordStep(store, step({}))
  const settling = OpId.parse('01980000-0000-7000-8000-0000000000d3')
  const operations = [{ opId: settling, body: new Uint8Array() }]
  const takenBack = step({ from: 'handed-in', draft, newScans: [], uploads: [], operations, settles: [opId] })
  expect(await recordStep(store, takenBack), 'it may be applied yet').toEqual(overtaken)
  expect(await readOutbox(store)).toHaveLength(1)
  const because = { status: 'conflict', serverRevision: 2 } as const
  await store.db.outbox.where({ opId }).modify({ state: 'parked', detail: { kind: 'parked', because } })
  expect(await recordStep(store, takenBack)).toEqual({ ok: true, value: undefined })
  expect(await saveDraft(store, { ...draft, receipt })).toEqual(overtaken)
  expect(await findDraft(store, caseId)).toEqual(draft)
})

it('what an older app wrote says nothing of itself, and is no obstacle', async () => {
  const { store } = await aTablet('commands-older')
  await store.db.ownCases.put({ caseId, body: await store.codec.seal(placeOfCase(caseId), draft) })
  expect(await saveDraft(store, { ...draft, receipt })).toEqual({ ok: true, value: undefined })
})

it('only an application that was never handed in is deleted; its pages are deleted with it', async () => {
  const { store } = await aTablet('commands-delete')
  await recordStep(store, step({}))
  expect(await discardDraft(store, caseId)).toEqual({ ok: false, error: 'on-its-way' })
  // Given up by a tab of an older app: words are here again, pages may still travel.
  await store.db.ownCases.put({ caseId, state: 'draft', body: await store.codec.seal(placeOfCase(caseId), draft) })
  expect(await discardDraft(store, caseId)).toEqual({ ok: false, error: 'on-its-way' })
  await store.db.uploads.clear()
  expect(await discardDraft(store, caseId)).toEqual({ ok: true, value: undefined })
  expect(page && (await findScanBytes(store, caseId, page.scanId))).toBe(undefined)
})
