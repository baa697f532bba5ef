// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
import { mountPart } from '../../test/mountPart'
import SyncPill from './SyncPill.vue'
import type { SyncState } from './syncState'

const SAID: [state: SyncState, chinese: string, english: string][] = [
  [{ kind: 'reading' }, '正在读取…', 'Reading…'],
  [{ kind: 'synced', at: Instant.parse('2026-07-03T01:41:00.000Z') }, '已同步 09:41', 'Synced 09:41'],
  [{ kind: 'offline', cases: 3, scans: 12 }, '离线 · 3 件 12 张待传', 'Offline · 3 cases 12 scans waiting'],
  [{ kind: 'offline', cases: 0, scans: 1 }, '离线 · 1 张待传', 'Offline · 1 scan waiting'],
  [{ kind: 'offline', cases: 0, scans: 0 }, '离线 · 没有待传', 'Offline · nothing waiting'],
  [{ kind: 'waiting', cases: 1, scans: 2 }, '1 件 2 张待传', '1 case 2 scans waiting'],
  [{ kind: 'uploading', percent: 62 }, '上传中 62%', 'Uploading 62%'],
  [{ kind: 'uploading', percent: 99.7 }, '上传中 99%', 'Uploading 99%'],
  [{ kind: 'attention', count: 1 }, '需要处理 1', 'Needs attention: 1'],
  [{ kind: 'held', why: 'too-old', cases: 1 }, '等应用更新 · 1 件', 'Waits for an update · 1 case'],
  [{ kind: 'held', why: 'signed-out', cases: 2 }, '等重新登录 · 2 件', 'Waits for sign-in · 2 cases'],
  [{ kind: 'held', why: 'not-permitted', cases: 1 }, '服务器不接收 · 1 件', 'Not taken by the server · 1 case'],
  [{ kind: 'held', why: 'store-failed', cases: 0 }, '存储出错', 'Storage failed'],
]

it.each(SAID)('says %j', async (state, chinese, english) => {
  const inChinese = await mountPart(SyncPill, { props: { state } })
  expect(inChinese.text()).toBe(chinese)
  expect(inChinese.attributes('aria-label')).toBe(`${chinese}，打开上传队列`)
  const inEnglish = await mountPart(SyncPill, { props: { state }, locale: 'en' })
  expect(inEnglish.text()).toBe(english)
})

it('opens the queue', async () => {
  const wrapper = await mountPart(SyncPill, { props: { state: { kind: 'attention', count: 2 } } })
  await wrapper.trigger('click')
  expect(wrapper.emitted('open')).toHaveLength(1)
})

it('shows each state, and each reason, by a picture of its own', async () => {
  const states: SyncState[] = [...new Map(SAID.map(([state]) => [pictureKey(state), state])).values()]
  const pictures = await Promise.all(
    states.map(async (state) => (await mountPart(SyncPill, { props: { state } })).get('path').attributes('d')),
  )
  expect(new Set(pictures).size).toBe(states.length)
})

const pictureKey = (state: SyncState): string => (state.kind === 'held' ? state.why : state.kind)
