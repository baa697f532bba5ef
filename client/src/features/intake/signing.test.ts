// @vitest-environment happy-dom
import { createHash } from 'node:crypto'
import { flushPromises } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { expect, it, vi } from 'vitest'
import { shownText } from '@onetrip/shared/case/shownText'
import { CaseId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft } from '../../../test/agentTablet'
import { openIntake } from '../../../test/openIntake'
import { saveDraft } from '../../db/commands'
import { findDraft } from '../../db/queries'
import { without } from '../../stores/without'

const JPEG = new Uint8Array([0xff, 0xd8, 0xff])
/** A pad that is signed by a press; the real one needs a screen. */
const pad = defineComponent({
  emits: ['change'],
  setup: (_props, { emit }) => {
    return () => h('button', { class: 'pad', onClick: () => emit('change', { jpeg: JPEG }) }, 'sign')
  },
})
const OTHER = CaseId.parse('01980000-0000-7000-8000-0000000000c1')
const { caseId } = aDraft()

/** Signed, and held at the moment between the stroke and its being kept, until the test lets it go on. */
async function sign(name: string) {
  const opened = await openIntake(
    `signing-${name}`,
    { step: 'delivery' },
    { stubs: { SignaturePad: pad }, lacks: 'signature' },
  )
  const { page, tablet } = opened
  const hash = tablet.sha256Hex
  const gate = { open: (): void => undefined }
  const opening = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const sha256Hex: typeof hash = async (bytes) => {
    await opening
    return hash(bytes)
  }
  Object.assign(tablet, { sha256Hex })
  await page.get('.pad').trigger('click')
  return { ...opened, letGo: () => gate.open() }
}

it('says that the signature is being kept from the stroke on until it is on the disk', async () => {
  const { page, tablet, letGo } = await sign('kept')
  expect(page.text()).toContain('正在保存签名…')
  letGo()
  await vi.waitFor(() => expect(page.text()).toContain('已签名，'))
  const draft = await findDraft(tablet.store, caseId)
  const shownHash = createHash('sha256')
    .update(draft ? shownText(draft, aCatalogue()) : '')
    .digest('hex')
  expect(draft?.signature).toMatchObject({ shownHash, partyId: draft?.parties[0]?.partyId })
})

it('drops a stroke under words that have changed meanwhile, and asks for another', async () => {
  const { page, store, tablet, letGo } = await sign('changed')
  store.change(caseId, (before) => ({ ...before, fields: { businessName: '别的' } }))
  letGo()
  await vi.waitFor(() => expect(page.text()).toContain('签名后内容有改动，请申请人看过后重新签名。'))
  await store.settled()
  expect((await findDraft(tablet.store, caseId))?.signature).toBe(undefined)
  expect(page.text()).not.toContain('正在保存签名…')
  expect(await tablet.store.db.scans.count()).toBe(0)
})

it('lands on the application under which it was drawn, also when another is open by then', async () => {
  const { store, tablet, letGo } = await sign('other')
  await saveDraft(tablet.store, without(aDraft({ caseId: OTHER, step: 'form' }), 'signature'))
  await store.open(OTHER)
  letGo()
  await vi.waitFor(async () => expect((await findDraft(tablet.store, caseId))?.signature).toBeDefined())
  await flushPromises()
  expect((await findDraft(tablet.store, OTHER))?.signature).toBe(undefined)
})
