// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { createPinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { expect, it } from 'vitest'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft, aTablet } from '../../test/agentTablet'
import { findDraft, findScanBytes } from '../db/queries'
import { saveDraft } from '../db/commands'
import { mergeChanges } from '../db/feedPages'
import { clearCodec } from '../db/recordCodec'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { useCatalogueStore } from './catalogue'
import { useIntakeStore } from './intake'
import { TABLET, type Tablet } from './tablet'

/** The store on a tablet whose catalogue has arrived. */
async function setUp(name: string) {
  const tablet = await aTablet(name)
  await plantCatalogue(tablet)
  const app = createApp({}).use(createPinia()).provide(TABLET, tablet)
  const { store, catalogues } = app.runWithContext(() => ({ store: useIntakeStore(), catalogues: useCatalogueStore() }))
  while (!catalogues.catalogue) await new Promise((resolve) => setTimeout(resolve, 5))
  return { tablet, store }
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
  await db.feedPages.bulkPut(await mergeChanges(db, clearCodec, changes, 'epoch'))
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
    (before) => ({ ...before, materials: [{ code: 'lease', how: 'scanned', pages: [page] }] }),
    [{ ref: page, bytes }],
  )
  expect(await store.readPage(page, draft.caseId), 'shown before it is on the disk').toEqual(bytes)
  await store.settled()
  expect((await findDraft(tablet.store, draft.caseId))?.materials).toHaveLength(1)
  expect(await findScanBytes(tablet.store, draft.caseId, page.scanId)).toEqual(bytes)

  store.change((before) => ({ ...before, materials: [] }))
  await store.settled()
  expect(await findScanBytes(tablet.store, draft.caseId, page.scanId)).toBe(undefined)
})

it('a choice made while the disk is being read is not lost from the screen', async () => {
  const { store } = await setUp('overtaken')
  const caseId = await store.begin({ items: [], applicants: ['person'] })
  // The page opens what has just been begun; the agent is faster.
  const opening = store.open(caseId)
  store.change((before) => ({ ...before, capacity: 'window' }))
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
    body: await clearCodec.sealBytes(new Uint8Array(3)),
  })
  await store.open(draft.caseId)
  store.change((before) => ({ ...before, materials: [] }))
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
  store.change((before) => ({ ...before, ...patch }))
  await nextTick()
  const opened = store.opened
  expect(opened.kind === 'open' && opened.draft.signature !== undefined).toBe(isStillSigned)
})

it('the tail that is asked for later follows the telephone, and goes with it', async () => {
  const { tablet, store } = await setUp('tail')
  await saveDraft(tablet.store, aDraft())
  await store.open(aDraft().caseId)
  const dial = (mobile: string) =>
    store.change((before) => ({ ...before, parties: before.parties.map((party) => ({ ...party, mobile })) }))
  const fact = () => (store.opened.kind === 'open' ? store.opened.draft.secondFact : 'not open')
  dial('13800005678')
  expect(fact()).toEqual({ kind: 'phone-tail', value: '5678' })
  dial('')
  expect(fact()).toBe(undefined)
})
