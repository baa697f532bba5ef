// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { MaterialEntry } from '@onetrip/shared/case/content'
import type { OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { CorrectionId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import { readOutbox } from '../../../test/readOutbox'
import { aCatalogue, aDraft, NOW, someLocks } from '../../../test/agentTablet'
import { button, intakeItem, openIntake } from '../../../test/openIntake'
import { findDraft } from '../../db/queries'
import { answering } from '../../stores/answering'
import { handIn } from '../../stores/handIn'
import { handOver } from '../../stores/handOver'
import { readOperation } from '../../stores/settle'
import type { Tablet } from '../../stores/tablet'

it('resumes at the step where it was left, with what was typed', async () => {
  const { page } = await openIntake('page-resume', { step: 'form', fields: { businessName: '𠮷㛃😀' } })
  expect(page.get('h2').text()).toBe('表格')
  expect(page.get('input').element.value).toBe('𠮷㛃😀')
})

it('keeps 10,000 characters, says that they are too many, and hands nothing in', async () => {
  const { page, tablet } = await openIntake('page-long', { step: 'form' })
  const long = '长'.repeat(10_000)
  await page.get('input').setValue(long)
  expect(document.body.textContent).toContain('最多 60 字，现在 10,000 字。请删减，已输入的不会丢。')
  await vi.waitFor(async () => expect((await findDraft(tablet.store, aDraft().caseId))?.fields.businessName).toBe(long))
  button('走前检查').click()
  await flushPromises()
  const errors = [...document.querySelectorAll('section.issues')].find((one) => one.textContent.includes('必须先改的'))
  expect(errors?.textContent).toContain('最多 60 字，现在 10,000 字。请删减，已输入的不会丢。')
  expect(button('坚持提交').disabled).toBe(true)
})

it('hands in with gaps only after the applicant has insisted, and then shows the receipt', async () => {
  const { tablet } = await openIntake('page-insist', { step: 'check', fields: { businessName: '㛃记' } })
  expect(document.body.textContent).toContain('材料“租赁合同”')
  button('坚持提交').click()
  await flushPromises()
  expect(await readOutbox(tablet.store)).toEqual([])
  expect(document.body.textContent).toContain('还缺 1 处，仍要提交？')

  button('申请人坚持提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('收件编号'))
  const [entry] = await readOutbox(tablet.store)
  expect(entry && readOperation(entry)).toMatchObject({ kind: 'case.submit', payload: { insisted: true } })
  await vi.waitFor(() => expect(document.body.textContent).toContain('只在本机，待上传'))
})

describe('an answer to a correction', () => {
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: aDraft().startedAt }
  const asking: OpenCorrection = {
    taskId: TaskId.parse('01980000-0000-7000-8000-0000000000f2'),
    itemCode: intakeItem.itemCode,
    correction: {
      correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
      points: [{ at: { kind: 'field', fieldId: 'businessName' }, words: '请与营业执照一致。' }],
      askedAt: NOW,
    },
  }
  const page = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
  const materials: MaterialEntry[] = [{ code: 'lease', how: 'scanned', pages: [page] }]
  const asked = aDraft({ fields: { businessName: '㛃' }, materials, receipt })
  const correcting = answering(asked, { baseRevision: 2, corrections: [asking] })

  it('marks what a department asks for, and nothing else', async () => {
    const { page } = await openIntake('page-correct', { ...asked, ...correcting, step: 'form' })
    expect(page.get('#field-businessName').text()).toContain('部门要求补正：请与营业执照一致。')
    expect(page.findAll('.asked .note')).toHaveLength(1)
  })

  it('has a receipt that tells when it was handed in', async () => {
    const corrected = aDraft({ ...asked, receipt: { ...receipt, correctedAt: NOW } })
    const { page } = await openIntake('page-corrected', corrected, { says: '补正收件凭证' })
    expect(page.text()).toMatch(/补正时间\s*2026年7月3日 09:41/)
  })

  it('begins at what is asked, and is not called good while that is as it was', async () => {
    const { page } = await openIntake('page-untouched', { ...asked, ...correcting, step: 'check' })
    await vi.waitFor(() => expect(document.activeElement).toBe(page.get('#field-businessName input').element))
    expect(page.get('li.problem').text()).toContain('表格')

    button('走前检查').click()
    await flushPromises()
    expect(page.get('section.issues').text()).toMatch(/还没有改的.*字号\s*请与营业执照一致。/)
    expect(page.text()).not.toContain('都齐了')
    button('交回补正').click()
    await flushPromises()
    expect(document.body.textContent).toContain('还有 1 处没有改，仍要交回？')
    button('取消').click()

    button('表格').click()
    await flushPromises()
    await page.get('input').setValue('㛃记')
    button('走前检查').click()
    await vi.waitFor(() => expect(page.text()).not.toContain('还没有改的'))
    expect(page.findAll('li.problem').map((step) => step.text())).not.toContainEqual(expect.stringContaining('表格'))
  })
})

it('lets one tab write it at a time: another says so, and goes on when the first is closed', async () => {
  const hold = someLocks()
  const { caseId } = aDraft()
  const release = await hold(caseId)
  const { page, store } = await openIntake('page-taken', { step: 'form' }, { hold, says: '在另一个标签页里打开着' })
  expect(page.find('input').exists()).toBe(false)
  release?.()
  button('已关掉，在这里打开').click()
  await vi.waitFor(() => expect(page.find('input').exists()).toBe(true))
  expect(store.opened).toMatchObject({ access: 'ours' })
})

it('shows a receipt also while another tab has it open', async () => {
  const hold = someLocks()
  await hold(aDraft().caseId)
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: aDraft().startedAt }
  await openIntake('page-receipt', { receipt }, { hold, says: '收件凭证' })
})

describe('an application of which the server would not have something', () => {
  const { caseId } = aDraft()
  const taskId = TaskId.parse('01980000-0000-7000-8000-0000000000f7')
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: aDraft().startedAt }
  const park = async ({ store: { db } }: Tablet, refusal: CaseRefusal): Promise<void> => {
    const detail = { kind: 'parked', because: { status: 'refused', refusal } } as const
    await db.outbox.toCollection().modify({ state: 'parked', detail })
  }

  it('stays a receipt when that is a hand-over: nothing written anew could take its place', async () => {
    const before = async (tablet: Tablet): Promise<void> => {
      await handOver(tablet, aCatalogue([intakeItem]), { caseId, taskId, revision: 4 })
      await park(tablet, { kind: 'wrong-status', status: 'closed' })
    }
    const { page } = await openIntake('page-parked-hand-over', { receipt }, { before, says: '收件凭证' })
    await flushPromises()
    expect(page.find('h1').text()).toBe('收件凭证')
  })

  it.each<[string, CaseRefusal, string]>([
    [
      'is written anew when that is the application itself',
      { kind: 'content-problems', problems: [] },
      '修改：食品经营许可',
    ],
    ['stays a receipt when the server has it already', { kind: 'case-exists' }, '收件凭证'],
  ])('%s', async (name, refusal, says) => {
    const before = async (tablet: Tablet): Promise<void> => {
      await handIn(tablet, aCatalogue([intakeItem]), { draft: aDraft(), insisted: true })
      await park(tablet, refusal)
    }
    const { page } = await openIntake(`page-${name}`, {}, { before, says })
    await flushPromises()
    expect(page.find('h1').text()).toBe(says)
  })
})

it('says that the store does not answer, and tries again', async () => {
  const { page, tablet, store } = await openIntake('page-unreadable', { step: 'form' })
  store.close()
  const reading = vi.spyOn(tablet.store.db.ownCases, 'get').mockRejectedValueOnce(new Error('no disk'))
  await vi.waitFor(() => expect(store.change(aDraft().caseId, (before) => ({ ...before }))).toBe(false))
  await store.open(aDraft().caseId)
  await flushPromises()
  expect(page.text()).toContain('平板的存储没有回应')
  reading.mockRestore()
  button('再试一次').click()
  await vi.waitFor(() => expect(page.find('input').exists()).toBe(true))
})

it('deletes the application when asked to, and says when it could not', async () => {
  const { page, tablet } = await openIntake('page-delete', { step: 'form' })
  const deleting = vi.spyOn(tablet.store.db.ownCases, 'delete').mockRejectedValueOnce(new Error('no disk'))
  button('删除这份申请').click()
  await flushPromises()
  const confirm = () => [...document.querySelectorAll('[role=dialog] button')].at(-1)
  confirm()?.dispatchEvent(new Event('click', { bubbles: true }))
  await vi.waitFor(() => expect(document.body.textContent).toContain('平板没能删除它，内容都还在。'))
  deleting.mockRestore()
  confirm()?.dispatchEvent(new Event('click', { bubbles: true }))
  await vi.waitFor(() => expect(page.text()).toBe('home'))
  expect(await findDraft(tablet.store, aDraft().caseId)).toBe(undefined)
})
