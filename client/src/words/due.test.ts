import { expect, it } from 'vitest'
import { createWords } from './createWords'
import { describeDue } from './due'

const words = createWords('Asia/Shanghai')

it.each([
  [{ daysLeft: 3 }, '还剩 3 个工作日'],
  [{ daysLeft: 0 }, '今天到期'],
  [{ daysLeft: -2 }, '超期 2 个工作日'],
  [{ daysLeft: 5, isStopped: true }, '时限暂停，剩 5 个工作日'],
  [{ daysLeft: -2, isStopped: true }, '时限暂停，已超期 2 个工作日'],
])('%j is said as %s', (clock, said) => {
  expect(describeDue(clock, words)).toBe(said)
})
