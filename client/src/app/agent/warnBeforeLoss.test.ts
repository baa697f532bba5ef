// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { warnBeforeLoss } from './warnBeforeLoss'

it('lets the page go unless something typed is in memory only', () => {
  const work = { isAtRisk: false }
  warnBeforeLoss(() => work.isAtRisk)
  const leave = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(leave()).toBe(true)
  work.isAtRisk = true
  expect(leave()).toBe(false)
})
