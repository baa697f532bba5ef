import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { onTestFinished, vi } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { saveDraft } from '../src/db/commands'
import IntakePage from '../src/features/intake/IntakePage.vue'
import { HOLD_DRAFT, type HoldDraft } from '../src/stores/draftHold'
import { useIntakeStore } from '../src/stores/intake'
import { usePageMakingStore } from '../src/stores/pageMaking'
import { JOIN_SYNC } from '../src/stores/syncControl'
import { without } from '../src/stores/without'
import { TABLET, type Tablet } from '../src/stores/tablet'
import { createToasts, TOASTS } from '../src/ui/toasts'
import { createWords } from '../src/words/createWords'
import { WORDS } from '../src/words/useWords'
import { aDraft, aTablet, someLocks } from './agentTablet'
import { plantCatalogue } from './tabletPage'

/** What `openIntake` asks for: one question, one paper. */
export const intakeItem = anItem({
  form: [aField('businessName', { label: '字号', input: { kind: 'text', maxLength: 60 } })],
  materials: [aMaterial('lease', { name: '租赁合同', maxPages: 9 })],
})

type Options = {
  readonly hold?: HoldDraft
  /** Words by which the page is known to have come. */
  readonly says?: string
  readonly stubs?: Readonly<Record<string, Component>>
  /** What has happened on this tablet before. */
  readonly before?: (tablet: Tablet) => Promise<void>
  /** What the application does not have. */
  readonly lacks?: 'signature' | 'notice'
}

type OpenedIntake = {
  readonly page: VueWrapper
  readonly tablet: Tablet
  readonly store: ReturnType<typeof useIntakeStore>
  readonly making: ReturnType<typeof usePageMakingStore>
}

/** The intake page on a tablet that has the catalogue and this application. */
export async function openIntake(
  name: string,
  changes: Partial<IntakeDraft>,
  { hold = someLocks(), says = '已保存在本机', stubs = {}, before, lacks }: Options = {},
): Promise<OpenedIntake> {
  const tablet = await aTablet(name)
  await plantCatalogue(tablet, [intakeItem])
  const draft = lacks ? without(aDraft(changes), lacks) : aDraft(changes)
  await saveDraft(tablet.store, draft)
  await before?.(tablet)

  const routes = [
    { path: '/', component: { template: '<p>home</p>' } },
    { path: '/intake/:caseId', component: IntakePage, props: true },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(`/intake/${draft.caseId}`)
  const pinia = createPinia()
  const page = mount(RouterView, {
    attachTo: document.body,
    global: {
      plugins: [pinia, router],
      stubs,
      provide: {
        [TABLET]: tablet,
        [HOLD_DRAFT]: hold,
        [JOIN_SYNC]: () => ({ wake: () => undefined }),
        [WORDS]: createWords('Asia/Shanghai'),
        [TOASTS]: createToasts(),
      },
    },
  })
  onTestFinished(() => page.unmount())
  await vi.waitFor(() => {
    if (!document.body.textContent.includes(says)) throw new Error(`the page does not say ${says}`)
  })
  return { page, tablet, store: useIntakeStore(pinia), making: usePageMakingStore(pinia) }
}

/** The button that says these words. */
export function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(words))
  if (!found) throw new Error(`no button says ${words}`)
  return found
}
