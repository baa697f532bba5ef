// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { ok } from '@onetrip/shared/lib/result'
import { aCatalogue, aDraft, aTablet, someLocks } from '../../test/agentTablet'
import { findDraft } from '../db/queries'
import { findScanBytes } from '../db/scanRecords'
import { saveDraft } from '../db/commands'
import { mergeChanges, putPages } from '../db/feedPages'
import { clearCodec, placeOfCase } from '../db/recordCodec'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { useCatalogueStore } from './catalogue'
import { HOLD_DRAFT } from './draftHold'
import { useIntakeStore } from './intake'
import { TABLET, type Tablet } from './tablet'

/** The store on a tablet whose catalogue has arrived, and how to open another tab of it. */
async function setUp(name: string) {
  const tablet = await aTablet(`intake-store-${name}`)
  await plantCatalogue(tablet)
  const hold = someLocks()
  const openTab = async () => {
    const app = createApp({}).use(createPinia()).provide(TABLET, tablet).provide(HOLD_DRAFT, hold)
    const { store, catalogues } = app.runWithContext(() => ({
      store: useIntakeStore(),
      catalogues: useCatalogueStore(),
    }))
    while (!catalogues.catalogue) await new Promise((resolve) => setTimeout(resolve, 5))
    return store
  }
  return { tablet, store: await openTab(), openTab }
}

async function plantCatalogue({ store: { db } }: Tablet): Promise<void> {
  const { district, calendar, itemVersions, notices } = aCatalogue()
  const rows = [
    { kind: 'district', district } as const,
    { kind: 'calendar', calendar } as const,
    ...[...itemVersions.values()].flat().map((item) => ({ kind: 'item', item }) as const),
    ...notices.map((notice) => ({ kind: 'notice', notice }) as const),
  ]
  const changes = rows.map((row, index) => ({ feedId: CATALOGUE_FEED, entityId: String(index), row, seq: index + 1 }))
  await putPages(db, await mergeChanges({ db, codec: clearCodec }, changes, 'epoch'))
}

const page = { scanId: ScanId.parse('d'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' as const }

it('a new application lies on the disk before its address is given out', async () => {
  const { tablet, store } = await setUp('begin')
  const caseId = await store.begin({ items: [], applicants: ['legal-person'] })
  const draft = await findDraft(tablet.store, caseId)
  expect(draft?.parties.map((party) => party.role)).toEqual(['applicant', 'legal-representative'])
})

it('keeps every change, and a page with the words that name it; a page that nothing names goes', async () => {
  const { tablet, store } = await setUp('pages')
  const draft = aDraft()
  await saveDraft(tablet.store, draft)
  await store.open(draft.caseId)

  const bytes = new Uint8Array([1, 2, 3])
  store.change(
    draft.caseId,
    (before) => ({ ...before, materials: [{ code: 'lease', how: 'scanned', pages: [page] }] }),
    [{ ref: page, bytes }],
  )
  expect(await store.readPage(page, draft.caseId), 'shown before it is on the disk').toEqual(bytes)
  await store.settled()
  expect((await findDraft(tablet.store, draft.caseId))?.materials).toHaveLength(1)
  expect(await findScanBytes(tablet.store, draft.caseId, page.scanId)).toEqual(bytes)

  store.change(draft.caseId, (before) => ({ ...before, materials: [] }))
  await store.settled()
  expect(await findScanBytes(tablet.store, draft.caseId, page.scanId)).toBe(undefined)
})

it('a choice made while the disk is being read is not lost from the screen', async () => {
  const { store } = await setUp('overtaken')
  const caseId = await store.begin({ items: [], applicants: ['person'] })
  // The page opens what has just been begun; the agent is faster.
  const opening = store.open(caseId)
  store.change(caseId, (before) => ({ ...before, capacity: 'window' }))
  await opening
  expect(store.opened).toMatchObject({ kind: 'open', draft: { capacity: 'window' } })
})

it('a page of a case that was handed in stays: it may still be on its way', async () => {
  const { tablet, store } = await setUp('handed-in')
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: tablet.clock() }
  const draft = aDraft({ receipt, materials: [{ code: 'lease', how: 'scanned', pages: [page] }] })
  await saveDraft(tablet.store, draft)
  await tablet.store.db.scans.put({
    caseId: draft.caseId,
    scanId: page.scanId,
    sizeBytes: 3,
    body: { alg: 'clear', keyId: '', bytes: new ArrayBuffer(3) },
  })
  await store.open(draft.caseId)
  store.change(draft.caseId, (before) => ({ ...before, materials: [] }))
  await store.settled()
  expect(await findScanBytes(tablet.store, draft.caseId, page.scanId)).toBeDefined()
})

it.each([
  ['another answer', { fields: { businessName: '别的' } }, false],
  ['another page of a paper', { materials: [{ code: 'lease', how: 'scanned' as const, pages: [page] }] }, true],
])('%s after the signature: is it still signed? %o', async (what, patch, isStillSigned) => {
  const { tablet, store } = await setUp(`signed-${what}`)
  await saveDraft(tablet.store, aDraft())
  await store.open(aDraft().caseId)
  store.change(aDraft().caseId, (before) => ({ ...before, ...patch }))
  await nextTick()
  const opened = store.opened
  expect(opened.kind === 'open' && opened.draft.signature !== undefined).toBe(isStillSigned)
})

it('the tail that is asked for later follows the telephone, and goes with it', async () => {
  const { tablet, store } = await setUp('tail')
  await saveDraft(tablet.store, aDraft())
  await store.open(aDraft().caseId)
  const dial = (mobile: string) =>
    store.change(aDraft().caseId, (before) => ({
      ...before,
      parties: before.parties.map((party) => ({ ...party, mobile })),
    }))
  const fact = () => (store.opened.kind === 'open' ? store.opened.draft.secondFact : 'not open')
  dial('13800005678')
  expect(fact()).toEqual({ kind: 'phone-tail', value: '5678' })
  dial('')
  expect(fact()).toBe(undefined)
})

const OTHER = CaseId.parse('01980000-0000-7000-8000-0000000000c1')
const named = (businessName: string) => (before: IntakeDraft) => ({ ...before, fields: { businessName } })
const nameIn = (draft: IntakeDraft | undefined) => draft?.fields.businessName

describe('an application in two tabs', () => {
  it('is written by the one that has it open; the other looks on until it is let go', async () => {
    const { tablet, store, openTab } = await setUp('two-tabs')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    const second = await openTab()
    await store.open(caseId)
    await second.open(caseId)
    expect(store.change(caseId, named('一'))).toBe(true)
    expect(second.opened).toMatchObject({ kind: 'open', access: 'taken' })
    expect(second.change(caseId, named('二'))).toBe(false)
    expect(await second.discard(caseId)).toEqual({ ok: false, error: 'not-ours' })
    await store.settled()
    expect(nameIn(await findDraft(tablet.store, caseId))).toBe('一')

    store.close()
    await second.open(caseId)
    expect(second.opened).toMatchObject({ access: 'ours', draft: { fields: { businessName: '一' } } })
  })

  it('that one of them has handed in is not written over by the other, which then shows the receipt', async () => {
    const { tablet, store } = await setUp('overwritten')
    const draft = aDraft()
    await saveDraft(tablet.store, draft)
    await store.open(draft.caseId)
    const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: draft.startedAt }
    // A tab that the locks did not keep away.
    const handedIn = {
      caseId: draft.caseId,
      state: 'handed-in',
      body: await clearCodec.seal(placeOfCase(draft.caseId), { ...draft, receipt }),
    } as const
    await tablet.store.db.ownCases.put(handedIn)
    store.change(draft.caseId, named('late'))
    await store.settled()
    expect(await findDraft(tablet.store, draft.caseId)).toEqual({ ...draft, receipt })
    await vi.waitFor(() => expect(store.opened).toMatchObject({ draft: { receipt } }))
  })
})

describe('work that comes when the screen has gone on', () => {
  it('lands on its own application, never on the one that is open now', async () => {
    const { tablet, store } = await setUp('gone-on')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await saveDraft(tablet.store, aDraft({ caseId: OTHER }))
    await store.open(caseId)
    const making = store.during(caseId, new Promise((resolve) => setTimeout(resolve, 20)))
    await store.open(OTHER)
    expect(store.change(caseId, named('mine'))).toBe(true)
    expect(store.opened).toMatchObject({ draft: { caseId: OTHER, fields: {} } })
    await making
    await store.settled()
    await vi.waitFor(() => expect(store.change(caseId, named('too late'))).toBe(false))
    expect(nameIn(await findDraft(tablet.store, caseId))).toBe('mine')
    expect(nameIn(await findDraft(tablet.store, OTHER))).toBe(undefined)
  })

  it('is in memory only on a full disk, and is what a person sees who comes back', async () => {
    const { tablet, store } = await setUp('full')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await saveDraft(tablet.store, aDraft({ caseId: OTHER }))
    await store.open(caseId)
    const put = vi.spyOn(tablet.store.db.ownCases, 'put').mockRejectedValue(new Error('disk full'))
    store.change(caseId, named('only here'))
    expect(await store.settled()).toBe(false)
    await store.open(OTHER)
    await store.open(caseId)
    expect(store.opened).toMatchObject({ draft: { fields: { businessName: 'only here' } } })
    put.mockRestore()
    store.retrySave()
    await store.settled()
    expect(nameIn(await findDraft(tablet.store, caseId))).toBe('only here')
  })
})

describe('a step', () => {
  it('begins from what is on the disk, and nothing changes the application until it is recorded', async () => {
    const { tablet, store } = await setUp('step')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await store.open(caseId)
    store.change(caseId, named('typed last'))
    const stepped = await store.takeStep(caseId, async (draft) => {
      expect(nameIn(await findDraft(tablet.store, caseId))).toBe('typed last')
      expect(store.change(caseId, named('too late'))).toBe(false)
      expect(store.opened).toMatchObject({ access: 'stepping' })
      return ok({ ...draft, step: 'check' as const })
    })
    expect(stepped).toMatchObject({ ok: true, value: { fields: { businessName: 'typed last' } } })
    expect(store.opened).toMatchObject({ access: 'ours', draft: { step: 'check' } })
  })

  it('is not begun while a change is in memory only, nor on an application that is not here', async () => {
    const { tablet, store } = await setUp('no-step')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await store.open(caseId)
    const put = vi.spyOn(tablet.store.db.ownCases, 'put').mockRejectedValue(new Error('disk full'))
    store.change(caseId, named('only here'))
    const step = vi.fn()
    expect(await store.takeStep(caseId, step)).toEqual({ ok: false, error: { kind: 'not-saved' } })
    expect(await store.takeStep(OTHER, step)).toEqual({ ok: false, error: { kind: 'absent' } })
    expect(step).not.toHaveBeenCalled()
    put.mockRestore()
  })
})

describe('deleting an application', () => {
  it('leaves nothing behind, and nothing that was on its way brings it back', async () => {
    const { tablet, store } = await setUp('discard')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await store.open(caseId)
    const put = vi.spyOn(tablet.store.db.ownCases, 'put').mockRejectedValueOnce(new Error('disk full'))
    store.change(caseId, named('a last key'))
    await store.settled()
    expect(await store.discard(caseId)).toEqual({ ok: true, value: undefined })
    expect(store.change(caseId, named('a late photo'))).toBe(false)
    put.mockRestore()
    store.retrySave()
    await store.settled()
    expect(await findDraft(tablet.store, caseId)).toBe(undefined)
  })

  it('that the disk refuses rejects, and what was typed is still saved', async () => {
    const { tablet, store } = await setUp('discard-fails')
    const { caseId } = aDraft()
    await saveDraft(tablet.store, aDraft())
    await store.open(caseId)
    const deleting = vi.spyOn(tablet.store.db.ownCases, 'delete').mockRejectedValueOnce(new Error('no disk'))
    store.change(caseId, named('kept'))
    await expect(store.discard(caseId)).rejects.toThrow('no disk')
    deleting.mockRestore()
    await store.settled()
    expect(nameIn(await findDraft(tablet.store, caseId))).toBe('kept')
    expect(store.change(caseId, named('and on'))).toBe(true)
  })
})

it('a store that does not answer is told, and asked again', async () => {
  const { tablet, store } = await setUp('unreadable')
  await saveDraft(tablet.store, aDraft())
  const reading = vi.spyOn(tablet.store.db.ownCases, 'get').mockRejectedValueOnce(new Error('no disk'))
  await store.open(aDraft().caseId)
  expect(store.opened).toEqual({ kind: 'failed' })
  reading.mockRestore()
  await store.open(aDraft().caseId)
  expect(store.opened).toMatchObject({ kind: 'open', access: 'ours' })
})
