import { expect, it } from 'vitest'
import { createWords } from '../../words/createWords'
import { describeWait } from './describeWait'

const words = createWords('Asia/Shanghai')
const NOW_MS = Date.parse('2026-07-03T01:41:00.000Z')
const facts = { nowMs: NOW_MS, isTooOld: false, isOnline: true, isWaiting: true, isMoving: false }
const failing = (kind: 'unreachable' | 'server-failed', untilMs?: number) =>
  ({ kind: 'failing', failure: { kind }, untilMs, isMoving: false }) as const
const busy = (untilMs?: number) =>
  ({ kind: 'failing', failure: { kind: 'busy', retryAfterMs: 0 }, untilMs, isMoving: false }) as const

it('blames the network only where there is none', () => {
  expect(describeWait(failing('unreachable'), facts, words)).toBe('连不上服务器，恢复后自动上传。')
  expect(describeWait(failing('unreachable', NOW_MS + 90_000), { ...facts, isOnline: false }, words)).toBe(
    '没有网络，连上后自动上传。',
  )
})

it('says when the next try comes, whatever failed', () => {
  const untilMs = NOW_MS + 4 * 60_000
  expect(describeWait(failing('unreachable', untilMs), facts, words)).toBe(
    '连不上服务器，09:45再试，也会在恢复后自动上传。',
  )
  expect(describeWait(failing('server-failed', untilMs), facts, words)).toBe('服务器出错了，09:45自动再传，内容都在。')
  expect(describeWait(busy(untilMs), facts, words)).toBe('服务器正忙，09:45再试。')
})

it.each([undefined, NOW_MS - 1, NOW_MS + 2_000])('names no time where none is known or it is now: %s', (untilMs) => {
  expect(describeWait(failing('unreachable', untilMs), facts, words)).toBe('连不上服务器，恢复后自动上传。')
  expect(describeWait(failing('server-failed', untilMs), facts, words)).toBe('服务器出错了，稍后自动再传，内容都在。')
  expect(describeWait(busy(untilMs), facts, words)).toBe('服务器正忙，稍后自动再试。')
})

it('says that its turn has not come only of what waits', () => {
  expect(describeWait({ kind: 'resting' }, facts, words)).toBe('还没有轮到，稍后自动再试。')
  expect(describeWait({ kind: 'resting' }, { ...facts, isWaiting: false }, words)).toBe('')
})

it('says that it sends only once bytes leave', () => {
  expect(describeWait({ kind: 'working' }, facts, words)).toBe('等待上传。')
  expect(describeWait({ kind: 'working' }, { ...facts, isMoving: true }, words)).toBe('正在上传。')
})

it('[SYNC-R26] blames no want of room where a newer app has taken the store over', () => {
  const said = describeWait({ kind: 'newer-store' }, facts, words)
  expect(said).toContain('这一页的应用太旧')
  expect(said).not.toContain('满')
  expect(describeWait({ kind: 'store-failed', isMoving: false }, facts, words)).toContain('可能已满')
})

it('says of scans that are held back what they wait for, whatever the engine does', () => {
  for (const kind of ['working', 'resting'] as const)
    expect(describeWait({ kind }, { ...facts, isPaused: true }, words)).toBe('扫描件在等 Wi-Fi。')
})

it('says of an ended sign-in what it keeps back: what waits, or news alone', () => {
  const signedOut = { kind: 'failing', failure: { kind: 'signed-out' }, untilMs: undefined, isMoving: false } as const
  expect(describeWait(signedOut, facts, words)).toContain('重新登录后自动上传')
  const said = describeWait(signedOut, { ...facts, isWaiting: false }, words)
  expect(said).toContain('收不到办件的新进展')
  expect(said).toContain('没有东西在等上传')
})

it('says which tab is to be mended where another one has stopped', () => {
  expect(describeWait({ kind: 'other-tab-silent' }, facts, words)).toContain('请切到那个标签页')
})
