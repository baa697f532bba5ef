// @vitest-environment happy-dom
// Goal: a page that goes out of sight, or is closed, has asked for a wake before it is gone. Method: a service worker that
// is ready, and the page's own events; the lane `wake` does the same in a real browser.
import { expect, it, onTestFinished } from 'vitest'
import { SEND_TAG } from '../../background/sendForAbsent'
import { askForWakes } from './askForWakes'

it('[SYNC-R19] asks in the same moment in which the page is hidden or its network goes, and not before', async () => {
  const asked: string[] = []
  const sync = { register: async (tag: string) => void asked.push(tag) }
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { ready: Promise.resolve({ sync }) } })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'serviceWorker'))
  const look = { state: 'visible' }
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => look.state })
  onTestFinished(() => void Reflect.deleteProperty(document, 'visibilityState'))
  askForWakes()
  await Promise.resolve()
  document.dispatchEvent(new Event('visibilitychange'))
  expect(asked).toEqual([])
  look.state = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(asked).toEqual([SEND_TAG])
  dispatchEvent(new Event('offline'))
  expect(asked).toEqual([SEND_TAG, SEND_TAG])
})
