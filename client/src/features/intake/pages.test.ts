// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { aDraft } from '../../../test/agentTablet'
import { button, openIntake } from '../../../test/openIntake'
import { findDraft } from '../../db/queries'

const { caseId } = aDraft()
const lease = { caseId, code: 'lease' }
const pdf = (name: string): File => new File([`%PDF-1.7 ${name}\nstartxref\n9\n%%EOF\n`], `${name}.pdf`)

/** A file that is read only when the test lets it. */
function slowPdf(name: string): { readonly file: File; readonly letGo: () => void } {
  const file = pdf(name)
  const gate = { open: (): void => undefined }
  const opening = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const read = file.arrayBuffer.bind(file)
  file.arrayBuffer = async () => {
    await opening
    return read()
  }
  return { file, letGo: () => gate.open() }
}

it('go on being made when the agent goes to the next step; the wizard says so, and waits with handing in', async () => {
  const { page, tablet, making, store } = await openIntake('pages-next', { step: 'materials' })
  const slow = slowPdf('slow')
  void making.add(lease, [pdf('first'), slow.file, pdf('last')])
  await vi.waitFor(() => expect(page.text()).toContain('正在处理第 2 个，共 3 个'))
  button('下一步').click()
  await flushPromises()
  expect(page.text()).toContain('还有 2 个文件在处理，处理完才能提交')
  store.change(caseId, (before) => ({ ...before, step: 'check' }))
  await flushPromises()
  expect(button('提交').disabled).toBe(true)

  slow.letGo()
  await vi.waitFor(() => expect(button('提交').disabled).toBe(false))
  await store.settled()
  expect((await findDraft(tablet.store, caseId))?.materials[0]?.pages).toHaveLength(3)
})

it('are kept also when the agent has gone home meanwhile; until then the tablet is not done with saving', async () => {
  const { tablet, making, store } = await openIntake('pages-home', { step: 'materials' })
  const slow = slowPdf('slow')
  void making.add(lease, [slow.file])
  button('先放着，回首页').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('home'))
  await store.written()
  expect(store.saving.kind).toBe('saving')
  const settled = store.settled()
  slow.letGo()
  expect(await settled).toBe(true)
  expect(store.saving.kind).toBe('saved')
  expect((await findDraft(tablet.store, caseId))?.materials[0]?.pages).toHaveLength(1)
})

it('are no more made once the agent has stopped it, and those begun later are not mixed up with them', async () => {
  const { page, tablet, making, store } = await openIntake('pages-stop', { step: 'materials' })
  const slow = slowPdf('slow')
  void making.add(lease, [slow.file, pdf('never')])
  await vi.waitFor(() => expect(page.text()).toContain('正在处理第 1 个，共 2 个'))
  button('停止处理').click()
  const again = making.add(lease, [pdf('other')])
  slow.letGo()
  await again
  await flushPromises()
  await store.settled()
  expect((await findDraft(tablet.store, caseId))?.materials[0]?.pages).toHaveLength(1)
  expect(making.find(lease)).toMatchObject({ isRunning: false, done: 1, total: 1 })
})

it('that could not be made are told at every step, with the way to the reason', async () => {
  const { page, making } = await openIntake('pages-unmade', { step: 'materials' })
  await making.add(lease, [new File(['hello'], 'note.txt'), pdf('one'), pdf('one')])
  button('下一步').click()
  await flushPromises()
  expect(page.text()).toContain('有 2 个文件没有收进来')
  button('去看原因').click()
  await flushPromises()
  expect(page.text()).toContain('“note.txt”不是图片也不是 PDF')
  expect(page.text()).toContain('“one.pdf”已经在这份材料里了')
})
