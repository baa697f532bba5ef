import { mount, type VueWrapper } from '@vue/test-utils'
import { onTestFinished } from 'vitest'
import type { Component } from 'vue'
import { createToasts, TOASTS } from '../src/ui/toasts'
import { createWords } from '../src/words/createWords'
import type { Locale } from '../src/words/locale'
import { WORDS } from '../src/words/useWords'

type MountOptions = {
  readonly props?: Record<string, unknown>
  readonly slots?: Record<string, string>
  readonly locale?: Locale
}

/** A component on the page, with real words around it. */
export async function mountPart(
  part: Component,
  { props, slots, locale = 'zh-CN' }: MountOptions = {},
): Promise<VueWrapper> {
  const words = createWords('Asia/Shanghai')
  await words.setLocale(locale)
  const wrapper = mount(part, {
    attachTo: document.body,
    props: props ?? {},
    slots: slots ?? {},
    global: { provide: { [WORDS]: words, [TOASTS]: createToasts() } },
  })
  onTestFinished(() => wrapper.unmount())
  return wrapper
}
