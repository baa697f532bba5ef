import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import { KEEP_STORAGE, useKeptStorageStore, type KeepStorage } from './keptStorage'

const turn = () => new Promise((resolve) => setTimeout(resolve))

function open(ask: () => Promise<boolean>) {
  const browser = { tellInstalled: (): void => undefined }
  const keep: KeepStorage = {
    ask,
    onInstalled: (run) => {
      browser.tellInstalled = run
    },
  }
  const pinia = createPinia()
  createApp({}).use(pinia).provide(KEEP_STORAGE, keep)
  return { store: useKeptStorageStore(pinia), install: () => browser.tellInstalled() }
}

it('asks at once, and says what the browser promised', async () => {
  const { store } = open(async () => true)
  expect(store.promise).toBe('asking')
  await turn()
  expect(store.promise).toBe('given')
})

it('asks again once the app is installed', async () => {
  const answers = [false, true]
  const { store, install } = open(async () => answers.shift() ?? false)
  await turn()
  expect(store.promise).toBe('not-given')
  install()
  await turn()
  expect(store.promise).toBe('given')
})

it('takes no answer for no promise', async () => {
  const { store } = open(async () => {
    throw new Error('not in this browser')
  })
  await turn()
  expect(store.promise).toBe('not-given')
})
