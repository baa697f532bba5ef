// @vitest-environment happy-dom
// Goal: however long the inbox is, a page of it is drawn, and no case is out of reach of a key.
import { nextTick } from 'vue'
import { expect, it } from 'vitest'
import { PlainDate } from '@onetrip/shared/lib/time'
import { anInboxLine, at } from '../../../test/aTask'
import { mountPart } from '../../../test/mountPart'
import { refOf, type InboxState } from '../../stores/inbox'
import { keyOf } from '../../stores/taskKey'
import InboxPane from './InboxPane.vue'

const ready = (...numbers: number[]): Extract<InboxState, { kind: 'ready' }> => ({
  kind: 'ready',
  lines: numbers.map((n) => anInboxLine(n)),
  serverTime: at('2026-11-23T02:00:00.000Z'),
  isStale: false,
})
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)
const key = (n: number): string => keyOf(refOf(anInboxLine(n)))

const open = (state: InboxState, props: Record<string, unknown> = {}) =>
  mountPart(InboxPane, {
    props: { state, show: 'open', selectedKey: undefined, freshKeys: new Set(), hrefOf: () => '#', ...props },
  })

it('draws a hundred, says how many there are, and shows more when asked', async () => {
  const pane = await open(ready(...upTo(230)))
  expect(pane.findAll('li')).toHaveLength(100)
  expect(pane.get('header').text()).toContain('230 件')
  await pane.get('.more button').trigger('click')
  await nextTick()
  expect(pane.findAll('li')).toHaveLength(200)
  expect(document.activeElement).toBe(pane.findAll('li a')[100]?.element)
  await pane.get('.more button').trigger('click')
  expect(pane.findAll('li')).toHaveLength(230)
  expect(pane.find('.more').exists()).toBe(false)
})

it('draws the opened case wherever it stands, and keeps that much when it leaves the list', async () => {
  const pane = await open(ready(...upTo(230)), { selectedKey: key(150) })
  expect(pane.get('[aria-current="true"]').text()).toBeTruthy()
  expect(pane.findAll('li')).toHaveLength(200)
  await pane.setProps({ selectedKey: key(201) })
  expect(pane.findAll('li')).toHaveLength(230)
  await pane.setProps({ state: ready(...upTo(200)) })
  expect(pane.findAll('li')).toHaveLength(200)
})

it('after a poke still draws a page, with what is new on top', async () => {
  const pane = await open(ready(...upTo(150)))
  await pane.setProps({ state: ready(200, ...upTo(150)), freshKeys: new Set([key(200)]) })
  expect(pane.findAll('li')).toHaveLength(100)
  expect(pane.get('li').text()).toContain('新到')
})

it('parts what can be acted on from what waits and what is closed, and says so where there is none', async () => {
  const pane = await open(ready(), { show: 'waiting' })
  expect(pane.text()).toContain('没有等待中的办件')
  const tabs = pane.findAll('[role="group"] button')
  expect(tabs.map((tab) => [tab.text(), tab.attributes('aria-pressed')])).toEqual([
    ['待办', 'false'],
    ['等待中', 'true'],
    ['已办结', 'false'],
  ])
  await tabs[0]?.trigger('click')
  expect(pane.emitted('choose')).toEqual([['open']])
})

it('a clock that stands shows no light and no day', async () => {
  const clock = { clock: 'acceptance', dueOn: '2026-12-01', isProvisional: true, daysLeft: 5, light: 'green' } as const
  const line = anInboxLine(1, { clock: { ...clock, dueOn: PlainDate.parse(clock.dueOn), isStopped: true } })
  const pane = await open({ ...ready(), lines: [line] })
  expect(pane.get('li').text()).toContain('时限暂停，剩 5 个工作日')
  expect(pane.find('li .green').exists()).toBe(false)
  expect(pane.get('li').text()).not.toContain('暂定')
})

it.each([
  [{ kind: 'loading' }, '正在取办件'],
  [{ kind: 'failed', why: 'unreachable' }, '服务器没有回应'],
  [ready(), '没有待办的办件'],
  [{ ...ready(1), isStale: true }, '列表可能不是最新的'],
] satisfies [InboxState, string][])('%j is said', async (state, said) => {
  expect((await open(state)).text()).toContain(said)
})
