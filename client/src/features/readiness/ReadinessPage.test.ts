// @vitest-environment happy-dom
// Goal: the page calls a tablet ready only when it is, and each thing that is missing has the button that mends it.
// Method: the real page and stores; the browser's answers are the test's.
import type { VueWrapper } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { eventually } from '../../../test/eventually'
import { aTablet, NOW } from '../../../test/agentTablet'
import { openTabletPage } from '../../../test/tabletPage'
import { keepLostSteps } from '../../db/lostSteps'
import { NO_SYNC, readMeta, writeMeta } from '../../db/meta'
import type { Scratch } from '../../db/scratch'
import { INSTALLING } from '../../stores/installed'
import { KEEP_STORAGE } from '../../stores/keptStorage'
import { RESERVE_BYTES } from '../../stores/proveSpace'
import { SPACE } from '../../stores/space'
import { JOIN_SYNC } from '../../stores/syncControl'
import type { Tablet } from '../../stores/tablet'
import ReadinessPage from './ReadinessPage.vue'

const nowMs = Date.parse(NOW)
const key = { keyId: '0'.repeat(16), alg: 'hpke-p256-sha256-aes256gcm', publicKey: 'x' } as const
const noScratch: Scratch = { write: async () => undefined, clear: async () => undefined }

/** A tablet that lacks nothing. */
async function aReadyTablet(name: string): Promise<Tablet> {
  const tablet = await aTablet(`readiness-${name}`)
  const { db } = tablet.store
  const device = await readMeta(db, 'device')
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  if (device) await writeMeta(db, 'device', { ...device, signingKey: privateKey })
  await writeMeta(db, 'space', { proven: { atMs: nowMs, bytes: RESERVE_BYTES } })
  await writeMeta(db, 'sync', {
    ...NO_SYNC,
    cursors: { [CATALOGUE_FEED]: 1 },
    lastServerTime: NOW,
    lastSyncedAtMs: nowMs,
    envelopeKeys: [key],
  })
  return tablet
}

const open = (tablet: Tablet, edges: Record<symbol, unknown> = {}) =>
  openTabletPage(tablet, { page: ReadinessPage, path: '/readiness', at: '/readiness' }, edges)
const line = (page: VueWrapper, title: string) => {
  const found = page.findAll('ul > li').find((one) => one.text().startsWith(title))
  if (!found) throw new Error(`no line ${title}`)
  return found
}
const buttonIn = (page: VueWrapper, title: string) => line(page, title).get('button')

it('ready: says so, in eight lines without a button', async () => {
  const { page } = await open(await aReadyTablet('all'))
  expect(page.text()).toContain('正在检查')
  await eventually(() => expect(page.get('.verdict').text()).toBe('都好了，可以带出去离线收件。'))
  expect(page.findAll('ul > li')).toHaveLength(8)
  expect(page.findAll('ul button')).toEqual([])
})

it('new: says of each line what is missing, and leads to what is stuck', async () => {
  const tablet = await aTablet('readiness-new')
  const blocked = { caseId: 'c', scanId: 's', opId: 'o', uploadId: 'u', sizeBytes: 1, mediaType: 'image/jpeg' }
  await tablet.store.db.uploads.put({ ...blocked, state: 'blocked', detail: { kind: 'blocked', why: 'corrupt' } })
  const { page, router } = await open(tablet, {
    [KEEP_STORAGE]: { ask: async () => false, onInstalled: () => undefined },
    [INSTALLING]: { isInstalled: () => false, canOffer: () => false, onChange: () => undefined },
  })
  await eventually(() => expect(page.get('.verdict').text()).toBe('还差 8 项，处理好再出门。'))
  expect(line(page, '安装应用').text()).toContain('请在浏览器菜单里选“安装应用”')
  expect(line(page, '可用空间').text()).toContain('要实际写一次 200 MB 才算数')
  expect(line(page, '平板时钟').text()).toContain('还没有和服务器对过时间')
  expect(line(page, '平板密钥').text()).toContain('重新登录')
  await buttonIn(page, '卡住的内容').trigger('click')
  await eventually(() => expect(router.currentRoute.value.path).toBe('/queue'))
})

it('[SYNC-R20] a lost step that the server did not take is stuck; one that still goes, or that a person has settled, is not', async () => {
  const tablet = await aReadyTablet('lost')
  const { db } = tablet.store
  const notTaken = { kind: 'not-taken', why: { status: 'unreadable' } } as const
  await keepLostSteps(db, [
    { name: 'a', state: notTaken },
    { name: 'b', state: { kind: 'waiting' } },
    { name: 'c', state: { kind: 'settled' } },
  ])
  const { page } = await open(tablet)
  await eventually(() => expect(page.get('.verdict').text()).toBe('还差 1 项，处理好再出门。'))
  expect(line(page, '卡住的内容').text()).toContain('有 1 样卡住了')
  await keepLostSteps(db, [{ name: 'b', state: { kind: 'waiting' } }])
  await eventually(() => expect(page.get('.verdict').text()).toBe('都好了，可以带出去离线收件。'))
})

it('installs, asks for the promise again, and syncs, each by its own button', async () => {
  const tablet = await aReadyTablet('buttons')
  await writeMeta(tablet.store.db, 'sync', NO_SYNC)
  const wake = vi.fn()
  const answers = [false, true]
  const app: { isInstalled: boolean; tell: () => void } = { isInstalled: false, tell: () => undefined }
  const offer = vi.fn(async () => {
    app.isInstalled = true
    app.tell()
  })
  const { page } = await open(tablet, {
    [JOIN_SYNC]: () => ({ wake }),
    [KEEP_STORAGE]: { ask: async () => answers.shift() ?? false, onInstalled: () => undefined },
    [INSTALLING]: {
      isInstalled: () => app.isInstalled,
      canOffer: () => true,
      offer,
      onChange: (run: () => void) => (app.tell = run),
    },
  })
  await eventually(() => expect(page.get('.verdict').text()).toContain('还差 5 项'))
  await buttonIn(page, '安装应用').trigger('click')
  await buttonIn(page, '数据保留').trigger('click')
  await buttonIn(page, '事项目录').trigger('click')
  expect(offer).toHaveBeenCalledTimes(1)
  expect(wake).toHaveBeenCalledTimes(1)
  await eventually(() => expect(page.get('.verdict').text()).toContain('还差 3 项'))
})

it('proves room by writing, and remembers when and how much', async () => {
  const tablet = await aReadyTablet('proof')
  await writeMeta(tablet.store.db, 'space', {})
  const { page } = await open(tablet)
  await eventually(() => expect(line(page, '可用空间').text()).toContain('要处理'))
  await buttonIn(page, '可用空间').trigger('click')
  await eventually(() => expect(line(page, '可用空间').text()).toContain('实际写过 200 MB，写得下'))
  expect(await readMeta(tablet.store.db, 'space')).toEqual({ proven: { atMs: nowMs, bytes: RESERVE_BYTES } })
})

it('writing shows how far it is and can be stopped', async () => {
  const tablet = await aReadyTablet('stopped')
  await writeMeta(tablet.store.db, 'space', {})
  const writes: (() => void)[] = []
  const slow: Scratch = { ...noScratch, write: () => new Promise((resolve) => writes.push(resolve)) }
  const { page } = await open(tablet, { [SPACE]: { scratch: slow, estimateLeft: async () => undefined } })
  await eventually(() => expect(line(page, '可用空间').text()).toContain('要处理'))
  await buttonIn(page, '可用空间').trigger('click')
  await eventually(() => expect(writes).toHaveLength(1))
  expect(line(page, '可用空间').get('progress').attributes('value')).toBe('0')
  await buttonIn(page, '可用空间').trigger('click')
  writes.forEach((done) => done())
  await eventually(() => expect(line(page, '可用空间').text()).toContain('停下了，写的都已删掉'))
  expect(await readMeta(tablet.store.db, 'space')).toEqual({})
})

it('a full disk is told, remembered, and leads to where room is made', async () => {
  const tablet = await aReadyTablet('full')
  await writeMeta(tablet.store.db, 'space', {})
  const full: Scratch = { ...noScratch, write: () => Promise.reject(new DOMException('', 'QuotaExceededError')) }
  const { page, router } = await open(tablet, { [SPACE]: { scratch: full, estimateLeft: async () => undefined } })
  await eventually(() => expect(line(page, '可用空间').text()).toContain('要处理'))
  await buttonIn(page, '可用空间').trigger('click')
  await eventually(() => expect(line(page, '可用空间').text()).toContain('刚才只写下 0 字节，就满了'))
  await eventually(() => expect(line(page, '可用空间').findAll('button')).toHaveLength(2))
  await line(page, '可用空间').findAll('button')[1]?.trigger('click')
  await eventually(() => expect(router.currentRoute.value.path).toBe('/queue'))
})

it('a clock that is wrong is told by how much', async () => {
  const tablet = await aReadyTablet('clock')
  const seen = { serverTime: NOW, atMonotonicMs: 1000 - 9 * 60_000 }
  const { page } = await open({ ...tablet, serverTimeSeen: () => seen })
  await eventually(() => expect(line(page, '平板时钟').text()).toContain('平板慢了 9 分钟'))
})

it('failed: a store that does not answer calls nothing ready', async () => {
  const tablet = await aReadyTablet('failed')
  tablet.store.db.close()
  const { page } = await open(tablet)
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('没能检查'))
  expect(page.text()).not.toContain('都好了')
})
