import { expect, it } from 'vitest'
import { createWords } from '../../words/createWords'
import { describeWait } from './describeWait'

const words = createWords('Asia/Shanghai')
const facts = { isTooOld: false, isOnline: true, isWaiting: true, isMoving: false }
const unreachable = { kind: 'failing', failure: { kind: 'unreachable' }, untilMs: 1, isMoving: false } as const

it('blames the network only where there is none', () => {
  expect(describeWait(unreachable, facts, words)).toBe('连不上服务器，恢复后自动上传。')
  expect(describeWait(unreachable, { ...facts, isOnline: false }, words)).toBe('没有网络，连上后自动上传。')
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
