// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { afterEach, expect, it, vi } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft, aTablet } from '../../../test/agentTablet'
import { saveDraft } from '../../db/commands'
import { mergeChanges } from '../../db/feedPages'
import { findDraft, readOutbox } from '../../db/queries'
import { clearCodec } from '../../db/recordCodec'
import { readOperation } from '../../stores/settle'
import { JOIN_SYNC } from '../../stores/syncControl'
import { TABLET, type Tablet } from '../../stores/tablet'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import IntakePage from './IntakePage.vue'

enableAutoUnmount(afterEach)

const item = anItem({
  form: [aField('businessName', { label: '字号', input: { kind: 'text', maxLength: 60 } })],
  materials: [aMaterial('lease', { name: '租赁合同' })],
})

/** The page on a tablet that has the catalogue and this application. */
async function open(name: string, changes: Partial<IntakeDraft>): Promise<{ page: VueWrapper; tablet: Tablet }> {
  const tablet = await aTablet(name)
  const { district, calendar, notices } = aCatalogue([item])
  const rows = [
    { kind: 'district', district } as const,
    { kind: 'calendar', calendar } as const,
    { kind: 'item', item } as const,
    ...notices.map((notice) => ({ kind: 'notice', notice }) as const),
  ]
  const { db } = tablet.store
  const feed = rows.map((row, index) => ({ feedId: CATALOGUE_FEED, entityId: String(index), row, seq: index + 1 }))
  await db.feedPages.bulkPut(await mergeChanges(db, clearCodec, feed, 'epoch'))
  const draft = aDraft(changes)
  await saveDraft(tablet.store, draft)

  const routes = [{ path: '/intake/:caseId', component: IntakePage, props: true }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(`/intake/${draft.caseId}`)
  const page = mount(RouterView, {
    attachTo: document.body,
    global: {
      plugins: [createPinia(), router],
      provide: {
        [TABLET]: tablet,
        [JOIN_SYNC]: () => ({ wake: () => undefined }),
        [WORDS]: createWords('Asia/Shanghai'),
        [TOASTS]: createToasts(),
      },
    },
  })
  await vi.waitFor(() => expect(document.body.textContent).toContain('已保存在本机'))
  return { page, tablet }
}

const button = (words: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(words))
  if (!found) throw new Error(`no button says ${words}`)
  return found
}

it('resumes at the step where it was left, with what was typed', async () => {
  const { page } = await open('resume', { step: 'form', fields: { businessName: '𠮷㛃😀' } })
  expect(page.get('h2').text()).toBe('表格')
  expect(page.get('input').element.value).toBe('𠮷㛃😀')
})

it('keeps 10,000 characters, says that they are too many, and hands nothing in', async () => {
  const { page, tablet } = await open('long', { step: 'form' })
  const long = '长'.repeat(10_000)
  await page.get('input').setValue(long)
  expect(document.body.textContent).toContain('字数太多，超出了规定。请删减，已输入的不会丢。')
  await vi.waitFor(async () => expect((await findDraft(tablet.store, aDraft().caseId))?.fields.businessName).toBe(long))
  button('走前检查').click()
  await flushPromises()
  const errors = [...document.querySelectorAll('section.issues')].find((one) => one.textContent.includes('必须先改的'))
  expect(errors?.textContent).toContain('字数太多，超出了规定。请删减，已输入的不会丢。')
  expect(button('坚持提交').disabled).toBe(true)
})

it('hands in with gaps only after the applicant has insisted, and then shows the receipt', async () => {
  const { tablet } = await open('insist', { step: 'check', fields: { businessName: '㛃记' } })
  expect(document.body.textContent).toContain('材料“租赁合同”')
  button('坚持提交').click()
  await flushPromises()
  expect(await readOutbox(tablet.store.db)).toEqual([])
  expect(document.body.textContent).toContain('还缺 1 处，仍要提交？')

  button('申请人坚持提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('收件编号'))
  const [entry] = await readOutbox(tablet.store.db)
  expect(entry && readOperation(entry)).toMatchObject({ kind: 'case.submit', payload: { insisted: true } })
  await vi.waitFor(() => expect(document.body.textContent).toContain('只在本机，待上传'))
})

it('marks what a department asks for, and nothing else', async () => {
  const correction = {
    taskId: 't',
    itemCode: item.itemCode,
    correction: {
      correctionId: '01980000-0000-7000-8000-0000000000f1',
      points: [{ at: { kind: 'field', fieldId: 'businessName' }, words: '请与营业执照一致。' }],
      askedAt: '2026-07-03T01:41:00.000Z',
    },
  }
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: aDraft().startedAt }
  const correcting = { baseRevision: 2, corrections: [correction] } as unknown as NonNullable<IntakeDraft['correcting']>
  const { page } = await open('correct', { step: 'form', fields: { businessName: '㛃' }, receipt, correcting })
  expect(page.get('#field-businessName').text()).toContain('部门要求补正：请与营业执照一致。')
  expect(page.findAll('.asked .note')).toHaveLength(1)
})
