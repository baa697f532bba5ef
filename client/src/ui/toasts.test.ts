import { expect, it } from 'vitest'
import { createToasts } from './toasts'

it('shows the newest alone, and forgets it when it is dismissed', () => {
  const toasts = createToasts()
  toasts.show('a')
  const [first] = toasts.shown.value
  toasts.show('b')
  expect(toasts.shown.value.map((toast) => toast.text)).toEqual(['b'])
  if (first) toasts.dismiss(first.id)
  expect(toasts.shown.value.map((toast) => toast.text)).toEqual(['b'])
  const [second] = toasts.shown.value
  if (second) toasts.dismiss(second.id)
  expect(toasts.shown.value).toEqual([])
})

it('two apps share nothing', () => {
  const [one, other] = [createToasts(), createToasts()]
  one.show('a', 'alert')
  expect(other.shown.value).toEqual([])
})
