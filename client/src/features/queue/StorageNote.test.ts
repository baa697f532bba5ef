// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, onTestFinished } from 'vitest'
import { KEEP_STORAGE } from '../../stores/keptStorage'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import StorageNote from './StorageNote.vue'

it.each([
  [true, '也不会自动清除'],
  [false, '安装应用'],
])('the browser promises: %s', async (isGiven, said) => {
  const note = mount(StorageNote, {
    global: {
      plugins: [createPinia()],
      provide: {
        [WORDS]: createWords('Asia/Shanghai'),
        [KEEP_STORAGE]: { ask: async () => isGiven, onInstalled: () => undefined },
      },
    },
  })
  onTestFinished(() => note.unmount())
  expect(note.text()).toBe('')
  await flushPromises()
  expect(note.text()).toContain(said)
})
