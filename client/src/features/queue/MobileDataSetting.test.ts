// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import { OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { eventually } from '../../../test/eventually'
import { aTablet } from '../../../test/agentTablet'
import { aStationCase, openTabletPage } from '../../../test/tabletPage'
import { recordStep } from '../../db/commands'
import { readMeta, writeMeta } from '../../db/meta'
import type { LineKind } from '../../sync/mayUpload'
import { ANYWAY_MS } from '../../sync/mayUpload'
import { LINE } from '../../stores/mobileData'
import { JOIN_SYNC } from '../../stores/syncControl'
import QueuePage from './QueuePage.vue'

/** The queue of a tablet with one page whose words have arrived. */
async function open(name: string, kind: LineKind, pausesOnMobile?: boolean) {
  const tablet = await aTablet(`mobile-${name}`)
  const { db } = tablet.store
  const { caseId } = aStationCase(1)
  const opId = OpId.parse(tablet.newId())
  const ref = { scanId: ScanId.parse('1'.repeat(64)), sizeBytes: 2048, mediaType: 'image/jpeg' } as const
  await recordStep(tablet.store, {
    caseId,
    newScans: [{ ref, bytes: new Uint8Array(2048) }],
    operations: [{ opId, body: new TextEncoder().encode('{}') }],
    uploads: [{ ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    settles: [],
    atMs: 0,
  })
  const detail = { kind: 'ended', how: 'applied', endedAtMs: 0 } as const
  await db.outbox.toCollection().modify({ state: 'ended', detail })
  if (pausesOnMobile !== undefined) await writeMeta(db, 'uploads', { pausesOnMobile })
  const wake = vi.fn()
  const edges = { [LINE]: { kind: () => kind, onChange: () => () => undefined }, [JOIN_SYNC]: () => ({ wake }) }
  const { page } = await openTabletPage(tablet, { page: QueuePage, path: '/queue', at: '/queue' }, edges)
  await eventually(() => expect(page.findAll('article')).toHaveLength(1))
  return { tablet, page, wake }
}

it('is off until somebody sets it, and is not offered where the browser does not tell', async () => {
  const { page } = await open('off', 'mobile')
  expect(page.get<HTMLInputElement>('[role="switch"]').element.checked).toBe(false)
  expect(page.text()).not.toContain('等 Wi-Fi。')
  expect((await open('unknown', 'unknown')).page.find('[role="switch"]').exists()).toBe(false)
})

it('paused: says so on the page and beside the scan, and sends all the same when asked to', async () => {
  const { tablet, page, wake } = await open('paused', 'mobile', true)
  await eventually(() => expect(page.text()).toContain('1 张扫描件（2 KB）等 Wi-Fi'))
  expect(page.get('article').text()).toContain('等 Wi-Fi，不用移动数据传')
  const [anyway] = page.findAll('button').filter((one) => one.text() === '现在就传')
  await anyway?.trigger('click')
  await eventually(() => expect(page.text()).not.toContain('等 Wi-Fi，不用移动数据传'))
  const kept = await readMeta(tablet.store.db, 'uploads')
  expect(kept).toEqual({ pausesOnMobile: true, anywayUntilMs: tablet.nowMs() + ANYWAY_MS })
  expect(wake).toHaveBeenCalled()
})

it('the setting is kept', async () => {
  const { tablet, page } = await open('set', 'other')
  await page.get('[role="switch"]').setValue(true)
  await vi.waitFor(async () => expect(await readMeta(tablet.store.db, 'uploads')).toEqual({ pausesOnMobile: true }))
})

it('a setting that could not be kept is told', async () => {
  const { tablet, page } = await open('not-set', 'other')
  vi.spyOn(tablet.store.db.meta, 'put').mockRejectedValueOnce(new Error('disk full'))
  await page.get('[role="switch"]').setValue(true)
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('没能存下这个设置'))
})
