// @vitest-environment happy-dom
// Goal: a full tablet is told what to send for how much room; what goes at once goes only after a word of the agent.
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { eventually } from '../../../test/eventually'
import { aTablet, NOW } from '../../../test/agentTablet'
import { aStationCase, openTabletPage } from '../../../test/tabletPage'
import { recordStep } from '../../db/commands'
import { SPACE } from '../../stores/space'
import type { Tablet } from '../../stores/tablet'
import QueuePage from './QueuePage.vue'

const MB = 1024 * 1024

/** Case `n` with one page of so many bytes, as the tables tell it; the bytes themselves are few. */
async function plant(tablet: Tablet, n: number, sizeBytes: number, isSent: boolean): Promise<void> {
  const { caseId } = aStationCase(n)
  const { db } = tablet.store
  const opId = OpId.parse(tablet.newId())
  const ref = { scanId: ScanId.parse(`${n}`.repeat(64)), sizeBytes, mediaType: 'image/jpeg' } as const
  await recordStep(tablet.store, {
    caseId,
    newScans: [{ ref, bytes: Uint8Array.of(1) }],
    operations: [{ opId, body: new TextEncoder().encode('{}') }],
    uploads: [{ ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    settles: [],
    atMs: 0,
  })
  if (!isSent) return
  const acknowledgement = { keyId: 'k', epoch: 'e', digests: ['0'.repeat(64)], signature: 's', at: NOW }
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 0, acknowledgement } as const
  await db.outbox.where('opId').equals(opId).modify({ state: 'ended', detail: ended })
  const arrived = { kind: 'arrived', arrivedAtMs: 0, acknowledgement } as const
  await db.uploads.update([caseId, ref.scanId], { state: 'arrived', detail: arrived })
}

function aFullDisk() {
  const forgetCopies = vi.fn(async () => undefined)
  const scratch = { write: async () => undefined, clear: async () => undefined }
  return { forgetCopies, edges: { [SPACE]: { scratch, estimateLeft: async () => 8 * MB, forgetCopies } } }
}

const open = async (tablet: Tablet, edges: Record<symbol, unknown> = {}) =>
  (await openTabletPage(tablet, { page: QueuePage, path: '/queue', at: '/queue' }, edges)).page

it('says how many cases to send for how much room, and what can go at once', async () => {
  const tablet = await aTablet('low-space')
  await plant(tablet, 1, 5 * MB, true)
  await plant(tablet, 2, 3 * MB, false)
  await plant(tablet, 3, 4 * MB, false)
  const page = await open(tablet, aFullDisk().edges)
  await eventually(() => expect(page.text()).toContain('送出 2 件，送达后可以腾出 7 MB'))
  expect(page.text()).toContain('已送达的 1 件，扫描件占 5 MB')
})

it('clears what arrived after a question, and leaves what waits', async () => {
  const tablet = await aTablet('low-space-clear')
  await plant(tablet, 1, 5 * MB, true)
  await plant(tablet, 2, 3 * MB, false)
  const { edges, forgetCopies } = aFullDisk()
  const page = await open(tablet, edges)
  const find = (name: string) => {
    const all = [...document.querySelectorAll('button')].filter((one) => one.textContent.includes(name))
    return all.at(-1)
  }
  await eventually(() => expect(find('清掉已送达的扫描件')).toBeDefined())
  find('清掉已送达的扫描件')?.click()
  await flushPromises()
  expect(document.body.textContent).toContain('清掉 1 件的扫描件？')
  expect(await tablet.store.db.scans.count()).toBe(2)
  find('清掉已送达的扫描件')?.click()
  await eventually(() => expect(page.text()).not.toContain('已送达的 1 件'))
  const left = await tablet.store.db.scans.toCollection().primaryKeys()
  expect(left.map(([caseId]) => caseId)).toEqual([aStationCase(2).caseId])
  expect(forgetCopies).toHaveBeenCalledTimes(1)
})

it('says so where nothing here can make room', async () => {
  const page = await open(await aTablet('low-space-none'), aFullDisk().edges)
  await eventually(() => expect(page.text()).toContain('这里没有可以腾的空间'))
})

it('is silent while there is room', async () => {
  const tablet = await aTablet('low-space-not')
  await plant(tablet, 2, 3 * MB, false)
  const page = await open(tablet)
  await eventually(() => expect(page.findAll('article')).toHaveLength(1))
  expect(page.text()).not.toContain('平板快满了')
})
