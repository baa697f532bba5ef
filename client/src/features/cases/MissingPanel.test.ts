// @vitest-environment happy-dom
// Goal: a page that nobody sends can be brought to the server from any tablet of the station, by name and on record; and
// nobody is asked, or offered anything, before it is known what is missing.
import { createHash } from 'node:crypto'
import type { VueWrapper } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { toContent } from '@onetrip/shared/case/toContent'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { ScanId } from '@onetrip/shared/lib/ids'
import { aDraft, aTablet, NOW, signed } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import { readOutbox } from '../../../test/readOutbox'
import { aStationCase, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import type { ServerClient } from '../../api/serverClient'
import { saveDraft } from '../../db/commands'
import { readUploads, findDraft } from '../../db/queries'
import { findScanBytes } from '../../db/scanRecords'
import { readOperation } from '../../stores/settle'
import type { Tablet } from '../../stores/tablet'
import CasePage from './CasePage.vue'

const items = [anItem({ materials: [aMaterial('lease', { name: '租赁合同', maxPages: 9 })] })]
const textOf = (name: string): string => `%PDF-1.7 ${name}\nstartxref\n9\n%%EOF\n`
const pdf = (name: string): File => new File([textOf(name)], `${name}.pdf`)
const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(textOf(name))
const refOf = (name: string) => ({
  scanId: ScanId.parse(createHash('sha256').update(textOf(name)).digest('hex')),
  sizeBytes: bytesOf(name).length,
  mediaType: 'application/pdf' as const,
})
/** As it was taken in, wherever that was: two pages and a signature. */
const stood = signed(
  aDraft({
    materials: [{ code: 'lease', how: 'scanned', pages: [refOf('one'), refOf('two')] }],
    receipt: { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW },
  }),
)
const content = toContent(stood)
const signatureId = stood.signature?.image.scanId

type Answer = () => Promise<unknown>
const missing =
  (...awaited: readonly (ScanId | undefined)[]): Answer =>
  async () => ({ status: 'found', revision: 1, content, openCorrections: [], awaited })

/** The page of the case, of which two scans have not arrived, on a tablet that has `draft` of it, or nothing. */
async function open(name: string, answer: Answer, draft?: IntakeDraft) {
  const query = vi.fn(answer)
  const tablet = {
    ...(await aTablet(`missing-${name}`)),
    client: { case: { content: { query } } } as unknown as ServerClient,
  }
  await plantCatalogue(tablet, items)
  const row = aStationCase(1, { caseId: stood.caseId, scans: { arrived: 1, total: 3 }, tasks: [] })
  await plantCases(tablet, [row])
  if (draft) {
    const page = { ref: refOf('one'), bytes: bytesOf('one') }
    await saveDraft(tablet.store, draft, { added: [page], removed: [] })
  }
  const { page } = await openTabletPage(tablet, { page: CasePage, path: '/cases/:caseId', at: `/cases/${row.caseId}` })
  await eventually(() => expect(page.text()).toContain('还有 2 张扫描件没有送达'))
  return { tablet, page, query }
}

const press = async (page: VueWrapper, label: string): Promise<void> => {
  const button = page.findAll('button').find((one) => one.text() === label)
  if (!button) throw new Error(`no button says ${label}`)
  await button.trigger('click')
}
const look = (page: VueWrapper): Promise<void> => press(page, '看是哪几页')

async function pick(page: VueWrapper, file: File): Promise<void> {
  const input = page.get<HTMLInputElement>('.pages input:not([capture])')
  Object.defineProperty(input.element, 'files', { configurable: true, value: [file] })
  await input.trigger('change')
}
const uploadsOf = async ({ store }: Tablet) => (await readUploads(store.db)).map(({ scanId }) => scanId)

it('asks nobody before a person wants to know', async () => {
  const { page, query } = await open('unasked', missing(refOf('one').scanId))
  expect(query).not.toHaveBeenCalled()
  expect(page.text()).not.toContain('已送达服务器')
  await look(page)
  await eventually(() => expect(page.text()).toContain('租赁合同 第 1 页'))
  expect(query).toHaveBeenCalledTimes(1)
})

it('[CASE-R22] a page that is on no tablet any more is taken anew on any of them, and named in its place', async () => {
  const { tablet, page } = await open('elsewhere', missing(refOf('two').scanId))
  await look(page)
  await eventually(() => expect(page.text()).toContain('那台平板坏了或者丢了，可以在这里重新拍'))
  await pick(page, pdf('new'))
  await vi.waitFor(async () => expect(await uploadsOf(tablet)).toEqual([refOf('new').scanId]))
  const [entry] = await readOutbox(tablet.store)
  expect(entry && readOperation(entry)).toMatchObject({
    kind: 'case.replace-scan',
    caseId: stood.caseId,
    payload: { replaces: refOf('two').scanId, by: refOf('new') },
  })
  await eventually(() => expect(page.text()).toContain('在这台平板上，会自动上传。'))
  expect(page.find('.pages input').exists()).toBe(false)
})

it('the very page goes under its own name, and nothing is exchanged', async () => {
  const { tablet, page } = await open('same', missing(refOf('two').scanId))
  await look(page)
  await eventually(() => expect(page.find('.pages input').exists()).toBe(true))
  await pick(page, pdf('two'))
  await vi.waitFor(async () => expect(await uploadsOf(tablet)).toEqual([refOf('two').scanId]))
  expect(await readOutbox(tablet.store)).toEqual([])
  expect(await findScanBytes(tablet.store, stood.caseId, refOf('two').scanId)).toEqual(bytesOf('two'))
})

it('a page whose bytes are here is sent as it is', async () => {
  const { tablet, page } = await open('here', missing(refOf('one').scanId), stood)
  expect(page.text()).toContain('本机没有在上传，办件还缺扫描件')
  await look(page)
  await eventually(() => expect(page.text()).toContain('在这台平板上，没有排队上传。'))
  await press(page, '从这台平板上传')
  await vi.waitFor(async () => expect(await uploadsOf(tablet)).toEqual([refOf('one').scanId]))
  await eventually(() => expect(page.text()).toContain('在这台平板上，会自动上传。'))
})

it('what is taken anew stands in this tablet’s copy, too', async () => {
  const { tablet, page } = await open('copy', missing(refOf('two').scanId), stood)
  await look(page)
  await eventually(() => expect(page.find('.pages input').exists()).toBe(true))
  await pick(page, pdf('new'))
  await vi.waitFor(async () =>
    expect((await findDraft(tablet.store, stood.caseId))?.materials[0]?.pages).toEqual([refOf('one'), refOf('new')]),
  )
})

it('[CASE-R17] nothing is offered in place of a signature', async () => {
  const { page } = await open('signature', missing(signatureId))
  await look(page)
  await eventually(() => expect(page.text()).toContain('签名不能用别的图片顶替'))
  expect(page.find('.pages input').exists()).toBe(false)
})

it.each<[string, Answer, string]>([
  ['no line', () => Promise.reject(new TypeError('failed to fetch')), '要有网络才能知道还缺哪几页'],
  ['a server of before', async () => ({ status: 'found', revision: 1, content, openCorrections: [] }), '版本不一致'],
  ['a case that is gone', async () => ({ status: 'not-found' }), '服务器上没有这个办件'],
])('says why nobody knows what is missing, and asks again: %s', async (name, answer, said) => {
  const { page, query } = await open(`why-${name}`, answer)
  await look(page)
  await eventually(() => expect(page.text()).toContain(said))
  await press(page, '再试一次')
  await eventually(() => expect(query).toHaveBeenCalledTimes(2))
})

it('a file that is no page is named, and a full disk is told; nothing has changed', async () => {
  const { tablet, page } = await open('trouble', missing(refOf('two').scanId))
  await look(page)
  await eventually(() => expect(page.find('.pages input').exists()).toBe(true))
  await pick(page, new File(['no page'], 'note.txt'))
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('note.txt'))
  vi.spyOn(tablet.store.db.outbox, 'bulkAdd').mockRejectedValueOnce(new Error('disk full'))
  await pick(page, pdf('new'))
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('平板没能把它存下来'))
  expect(await uploadsOf(tablet)).toEqual([])
})
