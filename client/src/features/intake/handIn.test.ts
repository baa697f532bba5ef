// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { ScanId } from '@onetrip/shared/lib/ids'
import { readOutbox } from '../../../test/readOutbox'
import { aDraft } from '../../../test/agentTablet'
import { button, openIntake } from '../../../test/openIntake'

const page = { scanId: ScanId.parse('d'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' as const }
/** Everything that the item asks for. */
const whole: Partial<IntakeDraft> = {
  fields: { businessName: '㛃记' },
  materials: [{ code: 'lease', how: 'scanned', pages: [page] }],
}

it('says that other words were signed, and sends nothing', async () => {
  const { signature } = aDraft()
  if (!signature) throw new Error('not signed')
  const { tablet } = await openIntake('hand-in-other-words', {
    ...whole,
    signature: { ...signature, shownHash: 'b'.repeat(64) },
  })
  button('提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('没有提交上'))
  expect(document.body.textContent).toContain('签名：签名时看到的内容和现在的不一样。')
  expect(await readOutbox(tablet.store)).toEqual([])
})

it('says that the server would not take it when something is lacking that no check has named', async () => {
  const { tablet } = await openIntake('hand-in-incomplete', whole, { lacks: 'notice' })
  button('提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('有一处内容太长、太多或者还空着'))
  expect(await readOutbox(tablet.store)).toEqual([])
})

it('says that the tablet could not keep it, and can be pressed again', async () => {
  const { tablet } = await openIntake('hand-in-no-disk', whole)
  const adding = vi.spyOn(tablet.store.db.outbox, 'bulkAdd').mockRejectedValueOnce(new Error('disk full'))
  button('提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('平板没能把它存下来'))
  adding.mockRestore()
  button('提交').click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('收件编号'))
})

it('takes no change between the press and the receipt', async () => {
  const { tablet, store } = await openIntake('hand-in-racing', whole)
  const recording = vi.spyOn(tablet.store.db.outbox, 'bulkAdd')
  button('提交').click()
  const late = (before: IntakeDraft): IntakeDraft => ({ ...before, step: 'form' })
  expect(store.change(aDraft().caseId, late)).toBe(false)
  await vi.waitFor(() => expect(recording).toHaveBeenCalled())
  await vi.waitFor(() => expect(document.body.textContent).toContain('收件编号'))
  await flushPromises()
  expect(store.opened).toMatchObject({ draft: { step: 'check', receipt: {} } })
})
