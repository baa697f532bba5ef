import { expect, it } from 'vitest'
import { createToasts } from './toasts'

it('shows the newest few, and forgets one when it is dismissed', () => {
  const toasts = createToasts()
  for (const text of ['a', 'b', 'c', 'd']) toasts.show(text)
  expect(toasts.shown.value.map((toast) => toast.text)).toEqual(['b', 'c', 'd'])
  const [first] = toasts.shown.value
  if (first) toasts.dismiss(first.id)
  expect(toasts.shown.value.map((toast) => toast.text)).toEqual(['c', 'd'])
})

it('two apps share nothing', () => {
  const [one, other] = [createToasts(), createToasts()]
  one.show('a', 'alert')
  expect(other.shown.value).toEqual([])
})
