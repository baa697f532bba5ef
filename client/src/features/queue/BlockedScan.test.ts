// @vitest-environment happy-dom
import { createHash } from 'node:crypto'
import { h } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { anItem, aMaterial } from '@onetrip/shared/catalogue/testItem'
import { toContent } from '@onetrip/shared/case/toContent'
import { ScanId } from '@onetrip/shared/lib/ids'
import { readOutbox } from '../../../test/readOutbox'
import { aCatalogue, aDraft, aTablet } from '../../../test/agentTablet'
import { openTabletPage, plantCatalogue } from '../../../test/tabletPage'
import type { ServerClient } from '../../api/serverClient'
import { saveDraft } from '../../db/commands'
import type { UploadState } from '../../db/outboxEntry'
import { readUploads } from '../../db/queries'
import { handIn } from '../../stores/handIn'
import { readOperation } from '../../stores/settle'
import BlockedScan from './BlockedScan.vue'

const item = anItem({ materials: [aMaterial('lease', { name: '租赁合同', maxPages: 9 })] })
const textOf = (name: string): string => `%PDF-1.7 ${name}\nstartxref\n9\n%%EOF\n`
const pdf = (name: string): File => new File([textOf(name)], `${name}.pdf`)
const scanIdOf = (name: string): ScanId => ScanId.parse(createHash('sha256').update(textOf(name)).digest('hex'))

/** The card of the page `old`, whose words are at the server. */
async function open(
  name: string,
  why: Extract<UploadState, { kind: 'blocked' }>['why'],
  { which = scanIdOf('old'), answer }: { readonly which?: ScanId; readonly answer?: () => Promise<unknown> } = {},
) {
  // Of the whole server this card asks one procedure.
  const client = { case: { content: { query: answer } } } as unknown as ServerClient
  const tablet = { ...(await aTablet(`blocked-${name}`)), client }
  await plantCatalogue(tablet, [item])
  const bytes = new TextEncoder().encode(textOf('old'))
  const ref = { scanId: scanIdOf('old'), sizeBytes: bytes.length, mediaType: 'application/pdf' as const }
  const draft = aDraft({ materials: [{ code: 'lease', how: 'scanned', pages: [ref] }] })
  await saveDraft(tablet.store, draft, { added: [{ ref, bytes }], removed: [] })
  const handed = await handIn(tablet, aCatalogue([item]), { draft, insisted: true })
  if (!handed.ok) throw new Error('not handed in')
  const { outbox, uploads } = tablet.store.db
  await outbox.toCollection().modify({ state: 'ended' })
  await uploads.update([draft.caseId, which], { state: 'blocked', detail: { kind: 'blocked', why } })
  // With an answer of the server's, the case was taken in elsewhere: this tablet has no copy of it.
  if (answer) await tablet.store.db.ownCases.delete(draft.caseId)
  const upload = (await readUploads(tablet.store.db)).find(({ scanId }) => scanId === which)
  if (!upload) throw new Error('no upload')
  const { page } = await openTabletPage(tablet, {
    page: { render: () => h(BlockedScan, { upload }) },
    path: '/queue',
    at: '/queue',
  })
  await vi.waitFor(() => expect(page.text()).toMatch(answer ? /重新拍照/ : /租赁合同|签名/))
  const pick = async (file: File): Promise<void> => {
    await vi.waitFor(() => expect(page.find('fieldset:not(:disabled)').exists()).toBe(true))
    const input = page.get<HTMLInputElement>('input:not([capture])')
    Object.defineProperty(input.element, 'files', { configurable: true, value: [file] })
    await input.trigger('change')
  }
  return { tablet, page, pick, draft }
}

it('[CASE-R17] a page that the server could not read is replaced by another, and that is sent', async () => {
  const { tablet, pick } = await open('replaced', 'corrupt')
  await pick(pdf('new'))
  await vi.waitFor(async () => expect(await readOutbox(tablet.store)).toHaveLength(1))
  const [entry] = await readOutbox(tablet.store)
  expect(entry && readOperation(entry)).toMatchObject({
    kind: 'case.replace-scan',
    payload: { replaces: scanIdOf('old'), by: { scanId: scanIdOf('new') } },
  })
})

it('the very page that the server did not take is not sent again', async () => {
  const { tablet, page, pick } = await open('same', 'corrupt')
  await pick(pdf('old'))
  await vi.waitFor(() => expect(page.text()).toContain('“old.pdf”就是服务器没有收的那一页'))
  expect(await readOutbox(tablet.store)).toEqual([])
})

it('a page that was damaged here is put back, and goes on under its own name', async () => {
  const { tablet, pick } = await open('damaged', 'damaged-here')
  await pick(pdf('old'))
  const stateOf = async () =>
    (await readUploads(tablet.store.db)).find(({ scanId }) => scanId === scanIdOf('old'))?.state
  await vi.waitFor(async () => expect((await stateOf())?.kind).toBe('waiting'))
  expect(await readOutbox(tablet.store)).toEqual([])
})

it('a disk that would not take the exchange is told, and nothing has changed', async () => {
  const { tablet, page, pick } = await open('no-disk', 'corrupt')
  vi.spyOn(tablet.store.db.outbox, 'bulkAdd').mockRejectedValueOnce(new Error('disk full'))
  await pick(pdf('new'))
  await vi.waitFor(() => expect(page.text()).toContain('平板没能把它存下来'))
  expect((await readUploads(tablet.store.db)).map(({ scanId }) => scanId)).toContain(scanIdOf('old'))
})

describe('[CASE-R22] of a case that was taken in on another tablet', () => {
  const bytes = new TextEncoder().encode(textOf('old'))
  const ref = { scanId: scanIdOf('old'), sizeBytes: bytes.length, mediaType: 'application/pdf' as const }
  const content = toContent(aDraft({ materials: [{ code: 'lease', how: 'scanned', pages: [ref] }] }))

  it('a page is exchanged in the words that the server has', async () => {
    const found = { status: 'found', revision: 1, content, openCorrections: [] }
    const { tablet, pick } = await open('elsewhere', 'corrupt', { answer: async () => found })
    await pick(pdf('new'))
    await vi.waitFor(async () => expect(await readOutbox(tablet.store)).toHaveLength(1))
    const [entry] = await readOutbox(tablet.store)
    expect(entry && readOperation(entry)).toMatchObject({
      kind: 'case.replace-scan',
      payload: { replaces: scanIdOf('old'), by: { scanId: scanIdOf('new') } },
    })
    expect((await readUploads(tablet.store.db)).map(({ scanId }) => scanId)).not.toContain(scanIdOf('old'))
  })

  it('nothing is exchanged before the server was asked, and that is said', async () => {
    const offline = () => Promise.reject(new TypeError('failed to fetch'))
    const { tablet, page, pick } = await open('elsewhere-offline', 'corrupt', { answer: offline })
    await pick(pdf('new'))
    await vi.waitFor(() => expect(page.text()).toContain('要连上服务器、登录后才能换这一页'))
    expect(await readOutbox(tablet.store)).toEqual([])
  })
})

it('[CASE-R17] nothing is offered in place of a signature', async () => {
  const signatureId = aDraft().signature?.image.scanId
  if (!signatureId) throw new Error('the sample is signed')
  const { page } = await open('signature', 'damaged-here', { which: signatureId })
  expect(page.text()).toContain('这一页是申请人的签名，不能用别的图片顶替。')
  expect(page.find('input').exists()).toBe(false)
})
