// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { mountPart } from '../../test/mountPart'
import PressList from './PressList.vue'

it('keeps each part of a detail whole and its dot with it, and its words as they were given', async () => {
  const entries = [{ id: '1', title: '食品经营许可', detail: '林㛃 · 11月24日收件' }]
  const wrapper = await mountPart(PressList, { props: { label: '办件', entries } })
  expect(wrapper.findAll('.part').map((part) => part.text())).toEqual(['林㛃', '· 11月24日收件'])
  expect(wrapper.get('.detail').element.textContent).toBe('林㛃 · 11月24日收件')
})
