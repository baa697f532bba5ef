// @vitest-environment happy-dom
// Goal: an agent who worries finds what was sent and whether the server has signed for it; nothing is said to be signed
// for that is not. Method: the real page on the tablet's tables, with digests made as the server makes them.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { instantFromMs, instantToMs } from '@onetrip/shared/lib/time'
import { acknowledgedText } from '@onetrip/shared/wire/acknowledgement'
import { eventually } from '../../../test/eventually'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { openTabletPage, plantCatalogue } from '../../../test/tabletPage'
import { recordStep } from '../../db/commands'
import type { Tablet } from '../../stores/tablet'
import AcknowledgementsPage from './AcknowledgementsPage.vue'

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const minutesAgo = (minutes: number) => instantFromMs(instantToMs(NOW) - minutes * 60_000)
const caseIdOf = (n: number) => CaseId.parse(`01980000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`)
const scanId = ScanId.parse('1'.repeat(64))
const body = new TextEncoder().encode('{}')

type How = 'signed' | 'unsigned' | 'settled'

/** Case `n` with its words and one page, all of it sent so many minutes ago. */
async function plantSent(tablet: Tablet, n: number, { minutes, how = 'signed' }: { minutes: number; how?: How }) {
  const caseId = caseIdOf(n)
  const { db } = tablet.store
  const opId = OpId.parse(tablet.newId())
  const ref = { scanId, sizeBytes: 3, mediaType: 'image/jpeg' } as const
  const receipt = { receiptNumber: `R-${n}`, queryCode: 'q', collectedAt: NOW }
  await recordStep(tablet.store, {
    caseId,
    draft: aDraft({ caseId, receipt }),
    newScans: [{ ref, bytes: Uint8Array.of(1, 2, 3) }],
    operations: [{ opId, body }],
    uploads: [{ ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    settles: [],
    atMs: 0,
  })
  const at = minutesAgo(minutes)
  const of = { districtId: tablet.me.districtId, caseId }
  const digests = [
    sha256(acknowledgedText({ about: 'operation', ...of, opId, bodySha256: sha256(body) }, at)),
    sha256(acknowledgedText({ about: 'scan', ...of, scanId }, at)),
  ]
  const acknowledgement = { keyId: 'key-2026-autumn-x', epoch: 'e', digests, signature: 's', at }
  const kept = how === 'signed' ? { acknowledgement } : {}
  const ended = {
    kind: 'ended',
    how: how === 'settled' ? how : 'applied',
    endedAtMs: instantToMs(at),
    ...kept,
  } as const
  // As the wire had it: the test's sealer seals nothing.
  await db.outbox
    .where('opId')
    .equals(opId)
    .modify({ state: 'ended', detail: ended, alg: 'clear', body: body.slice().buffer })
  if (how === 'settled') await db.uploads.where('caseId').equals(caseId).delete()
  const arrived = { kind: 'arrived', arrivedAtMs: instantToMs(at), ...kept } as const
  await db.uploads.where('caseId').equals(caseId).modify({ state: 'arrived', detail: arrived })
  return { digests }
}

const open = async (tablet: Tablet) =>
  (await openTabletPage(tablet, { page: AcknowledgementsPage, path: '/acknowledgements', at: '/acknowledgements' }))
    .page

it('empty: says so, once it was looked up', async () => {
  const page = await open(await aTablet('ack-empty'))
  expect(page.text()).toContain('正在读取回执')
  expect(page.text()).not.toContain('还没有送出去')
  await eventually(() => expect(page.text()).toContain('最近 30 天还没有送出去的内容'))
})

it('failed: a store that does not answer is told', async () => {
  const tablet = await aTablet('ack-failed')
  tablet.store.db.close()
  const page = await open(tablet)
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('回执读不出来'))
})

it('full: says what the server has signed for, when, under which receipt, and by which digest and key', async () => {
  const tablet = await aTablet('ack-full')
  await plantCatalogue(tablet)
  const { digests } = await plantSent(tablet, 1, { minutes: 5 })
  const page = await open(tablet)
  await eventually(() => expect(page.text()).toContain('食品经营许可'))
  expect(page.text()).toContain('共 2 条，新的在前')
  expect(page.text()).toContain('收件编号 R-1')
  await eventually(() => {
    const lines = page.findAll('ul ul > li').map((one) => one.text())
    expect(lines).toHaveLength(2)
    for (const [at, line] of lines.entries()) {
      expect(line).toContain('服务器已签收')
      expect(line).toContain('2026年7月3日 09:36')
      expect(line).toContain(`签收的摘要 ${digests[at]?.slice(0, 12)}`)
      expect(line).toContain('签名密钥 key-2026-aut')
    }
  })
})

it('calls nothing signed for that is not, and shows no digest that was not signed', async () => {
  const tablet = await aTablet('ack-unsigned')
  await plantCatalogue(tablet)
  await plantSent(tablet, 1, { minutes: 5, how: 'unsigned' })
  await plantSent(tablet, 2, { minutes: 9, how: 'settled' })
  const page = await open(tablet)
  await eventually(() => expect(page.findAll('ul ul > li')).toHaveLength(3))
  expect(page.find('ul').text()).not.toContain('服务器已签收')
  expect(page.text()).toContain('当时还没有签名回执')
  expect(page.text()).toContain('没有送，已由您放弃或换成新的')
  await plantSent(tablet, 3, { minutes: 1 })
  await tablet.store.db.uploads
    .where('caseId')
    .equals(caseIdOf(3))
    .modify((upload) => {
      const { detail } = upload
      if (detail.kind === 'arrived' && detail.acknowledgement)
        (upload as { detail: unknown }).detail = {
          ...detail,
          acknowledgement: { ...detail.acknowledgement, digests: ['f'.repeat(64)] },
        }
    })
  await eventually(() => expect(page.findAll('ul ul > li')).toHaveLength(5))
  await eventually(() =>
    expect(page.findAll('ul ul > li').filter((one) => one.text().includes('签收的摘要'))).toHaveLength(1),
  )
})

it('long: newest first, twenty at a time, and what is older than 30 days is left out', async () => {
  const tablet = await aTablet('ack-long')
  await plantCatalogue(tablet)
  for (let n = 1; n <= 12; n += 1) await plantSent(tablet, n, { minutes: n })
  await plantSent(tablet, 13, { minutes: 31 * 24 * 60 })
  const page = await open(tablet)
  await eventually(() => expect(page.findAll('ul ul > li')).toHaveLength(20))
  expect(page.text()).toContain('共 24 条')
  const receipts = () =>
    page
      .findAll('ul > li .numbers')
      .map((one) => one.text())
      .filter((text) => text.includes('收件编号'))
  await eventually(() => expect(receipts()[0]).toContain('R-1'))
  const [more] = page.findAll('button').filter((one) => one.text() === '看更早的')
  await more?.trigger('click')
  await eventually(() => expect(page.findAll('ul ul > li')).toHaveLength(24))
  await eventually(() => expect(receipts().at(-1)).toContain('R-12'))
  expect(page.findAll('button').filter((one) => one.text() === '看更早的')).toEqual([])
})
