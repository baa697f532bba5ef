// @vitest-environment happy-dom
// Goal: the queue says that all has arrived only when that was looked up, and what is here stands under its case.
import { describe, expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { eventually } from '../../../test/eventually'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { openTabletPage, plantCatalogue } from '../../../test/tabletPage'
import { recordStep } from '../../db/commands'
import type { Tablet } from '../../stores/tablet'
import QueuePage from './QueuePage.vue'

const open = async (tablet: Tablet) =>
  (await openTabletPage(tablet, { page: QueuePage, path: '/queue', at: '/queue' })).page
const ALL_ARRIVED = '全部送达，本机没有未上传的内容。'

/** Case `n`, handed in with `scans` pages; nothing of it has left. */
async function plantUnsent(tablet: Tablet, n: number, scans: number): Promise<void> {
  const caseId = CaseId.parse(`01980000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`)
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW }
  const opId = OpId.parse(tablet.newId())
  const refs = Array.from(
    { length: scans },
    (_, page) => ({ scanId: ScanId.parse(`${page}`.repeat(64)), sizeBytes: 2048, mediaType: 'image/jpeg' }) as const,
  )
  await recordStep(tablet.store, {
    caseId,
    draft: aDraft({ caseId, receipt }),
    newScans: refs.map((ref) => ({ ref, bytes: new Uint8Array(2048) })),
    operations: [{ opId, body: new TextEncoder().encode('{}') }],
    uploads: refs.map((ref) => ({ ref, opId, uploadId: UploadId.parse(tablet.newId()) })),
    settles: [],
    atMs: 0,
  })
}

it('reading: never says that all has arrived before it was looked up', async () => {
  const tablet = await aTablet('queue-reading')
  await plantUnsent(tablet, 1, 1)
  const page = await open(tablet)
  const said: string[] = []
  const watching = new MutationObserver(() => said.push(page.text()))
  watching.observe(document.body, { childList: true, subtree: true, characterData: true })
  expect(page.text()).toContain('正在看还有什么没有上传')
  await eventually(() => expect(page.findAll('article')).toHaveLength(1))
  watching.disconnect()
  expect(said.filter((text) => text.includes(ALL_ARRIVED))).toEqual([])
})

it('empty: says so', async () => {
  const page = await open(await aTablet('queue-empty'))
  await eventually(() => expect(page.text()).toContain(ALL_ARRIVED))
})

it('failed: a store that does not answer is told, and is not empty', async () => {
  const tablet = await aTablet('queue-failed')
  tablet.store.db.close()
  const page = await open(tablet)
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('上传队列读不出来'))
  expect(page.text()).not.toContain(ALL_ARRIVED)
})

describe('full', () => {
  it('has one card for each case, with its words and its own scans', async () => {
    const tablet = await aTablet('queue-full')
    await plantCatalogue(tablet)
    await plantUnsent(tablet, 1, 2)
    await plantUnsent(tablet, 2, 0)
    const page = await open(tablet)
    await eventually(() => expect(page.findAll('article')).toHaveLength(2))
    expect(page.findAll('article').map((card) => card.findAll('li').length)).toEqual([3, 1])
    await eventually(() => expect(page.get('h3').text()).toBe('食品经营许可 · 𠮷㛃'))
  })

  it('speaks the reason, and not the bytes of each piece', async () => {
    const tablet = await aTablet('queue-spoken')
    await plantUnsent(tablet, 1, 2)
    const page = await open(tablet)
    await eventually(() => expect(page.text()).toContain('还有 4 KB 待上传'))
    expect(page.get('[role="status"]').text()).not.toMatch(/KB|字节/)
  })
})
