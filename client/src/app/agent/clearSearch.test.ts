// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSearchWords } from '../../stores/searchWords'
import { clearSearch } from './clearSearch'
import type { GateState, Inside } from './gateState'

function aPage() {
  setActivePinia(createPinia())
  // Nobody looks at what is inside.
  const inside = { kind: 'open', me: {} } as Inside
  const state = shallowRef<GateState>(inside)
  const anywhere = { path: '/:rest(.*)*', component: { template: '<p></p>' } }
  const router = createRouter({ history: createMemoryHistory(), routes: [anywhere] })
  clearSearch({ state }, router)
  return { inside, state, router, words: useSearchWords() }
}

it('keeps what is searched for while the tablet is open, and nothing of it behind the lock', async () => {
  const { inside, state, words } = aPage()
  words.typed = '张三'
  state.value = { ...inside }
  await nextTick()
  expect(words.typed).toBe('张三')
  state.value = { kind: 'unlock', agents: [], chosen: '', recovering: [], byAuthenticator: [], state: { kind: 'idle' } }
  await nextTick()
  expect(words.typed).toBe('')
})

it('is there again for who comes back from what they found, and from nowhere else', async () => {
  const { router, words } = aPage()
  await router.push('/')
  words.typed = '张三'
  words.lookedAt = '/cases/1'
  await router.push('/cases/1')
  await router.push('/')
  expect(words.typed).toBe('张三')
  await router.push('/cases/1')
  await router.push('/queue')
  await router.push('/')
  expect(words.typed).toBe('')
})
