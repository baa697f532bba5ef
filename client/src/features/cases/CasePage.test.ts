// @vitest-environment happy-dom
// Goal: what the page says of a case is read, never guessed; and what looks recorded is on the disk.
import { describe, expect, it, vi } from 'vitest'
import { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { PlainDate } from '@onetrip/shared/lib/time'
import { eventually } from '../../../test/eventually'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { aStationCase, aTaskOf, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import { recordStep } from '../../db/commands'
import type { Tablet } from '../../stores/tablet'
import CasePage from './CasePage.vue'

const open = async (tablet: Tablet, caseId: string) =>
  (await openTabletPage(tablet, { page: CasePage, path: '/cases/:caseId', at: `/cases/${caseId}` })).page

const issued = aTaskOf(1, {
  state: {
    status: 'issued',
    receivedAt: NOW,
    acceptedAt: NOW,
    decidedAt: NOW,
    issuedAt: NOW,
    document: { name: '食品经营许可证', number: '1', issuedOn: PlainDate.parse('2026-07-03') },
  },
})

/** An application handed in on this tablet; its operation and one scan have not left. */
async function plantHandedIn(tablet: Tablet) {
  const draft = aDraft({ receipt: { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW } })
  const opId = OpId.parse(tablet.newId())
  const ref = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
  await recordStep(tablet.store, {
    caseId: draft.caseId,
    draft,
    newScans: [{ ref, bytes: new Uint8Array(3) }],
    operations: [{ opId, body: new Uint8Array(1) }],
    uploads: [{ ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    settles: [],
    atMs: 0,
  })
  return draft
}

const APPLIED = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const

describe('a case of this tablet', () => {
  it('is never said to have arrived before the outbox was read', async () => {
    const tablet = await aTablet('case-reading')
    await plantCatalogue(tablet)
    const draft = await plantHandedIn(tablet)
    const page = await open(tablet, draft.caseId)
    const said: string[] = []
    const watching = new MutationObserver(() => said.push(page.text()))
    watching.observe(document.body, { childList: true, subtree: true, characterData: true })
    expect(page.get('[role="status"]').text()).toBe('正在打开办件…')
    await eventually(() => expect(page.text()).toContain('只在本机，待上传'))
    watching.disconnect()
    expect(said.filter((text) => text.includes('已送达服务器'))).toEqual([])
    expect(page.get('h1').text()).toBe(anItem().name)
  })

  it('is said to have arrived when nothing of it is left here', async () => {
    const tablet = await aTablet('case-arrived')
    await plantCatalogue(tablet)
    const draft = await plantHandedIn(tablet)
    await tablet.store.db.outbox.toCollection().modify({ state: 'ended', detail: APPLIED })
    const page = await open(tablet, draft.caseId)
    await eventually(() => expect(page.text()).toContain('文字已送达，还有 1 张扫描件待上传'))
    await tablet.store.db.uploads.toCollection().modify({ state: 'arrived' })
    await eventually(() => expect(page.text()).toContain('已送达服务器'))
  })

  it('[SYNC-R16] is not said to have arrived where the tables have lost it, and nobody tells of it', async () => {
    const tablet = await aTablet('case-unproven')
    await plantCatalogue(tablet)
    const draft = await plantHandedIn(tablet)
    await Promise.all([tablet.store.db.outbox.clear(), tablet.store.db.uploads.clear()])
    const page = await open(tablet, draft.caseId)
    await eventually(() => expect(page.text()).toContain('没有找到服务器的签收记录'))
    expect(page.text()).not.toContain('已送达服务器')
  })

  it('that cannot be opened is told as such, and not as one that is not here', async () => {
    const tablet = await aTablet('case-unreadable')
    const draft = await plantHandedIn(tablet)
    const damaged = { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) }
    await tablet.store.db.ownCases.update(draft.caseId, { body: damaged })
    const page = await open(tablet, draft.caseId)
    await eventually(() => expect(page.get('[role="alert"]').text()).toContain('这个办件在这台平板上读不出来'))
    expect(page.text()).not.toContain('这里没有这个办件')
  })
})

it('failed: a store that does not answer is told', async () => {
  const tablet = await aTablet('case-failed')
  tablet.store.db.close()
  const page = await open(tablet, aStationCase(1).caseId)
  await eventually(() => expect(page.get('[role="alert"]').text()).toContain('读不出来'))
})

it.each([aStationCase(404).caseId, 'no-id-at-all'])(
  'empty: a case that is not here is said not to be (%s)',
  async (id) => {
    const tablet = await aTablet(`case-unknown-${id.length}`)
    await plantCases(tablet, [aStationCase(1)])
    const page = await open(tablet, id)
    await eventually(() => expect(page.get('h1').text()).toBe('这里没有这个办件'))
  },
)

it('full: names what the station has, also before its item came', async () => {
  const tablet = await aTablet('case-full')
  await plantCatalogue(tablet, [])
  const theme = aStationCase(1, {
    tasks: [],
    items: [...aStationCase(1).items, { itemCode: anItem().itemCode, version: 2 }],
  })
  await plantCases(tablet, [theme])
  const page = await open(tablet, theme.caseId)
  await eventually(() => expect(page.text()).toContain('申请人1'))
  expect(page.text()).toContain(`${anItem().itemCode}、${anItem().itemCode}`)
})

it.each([
  ['1 / 2 张已送达', { scans: { arrived: 2, total: 3 }, pages: { arrived: 1, total: 2 } }],
  ['没有扫描件', { scans: { arrived: 1, total: 1 }, pages: { arrived: 0, total: 0 } }],
])('counts pages of papers, and no signature: %s', async (said, progress) => {
  const tablet = await aTablet(`case-pages-${progress.pages.total}`)
  await plantCatalogue(tablet)
  await plantCases(tablet, [aStationCase(1, progress)])
  const page = await open(tablet, aStationCase(1).caseId)
  await eventually(() => expect(page.text()).toContain(said))
})

it('says of a result that is fetched here nothing of a delivery', async () => {
  const tablet = await aTablet('case-pick-up')
  await plantCatalogue(tablet)
  await plantCases(tablet, [aStationCase(1, { tasks: [issued], deliveryMode: 'pick-up' })])
  const page = await open(tablet, aStationCase(1).caseId)
  await eventually(() => expect(page.findAll('ol li .title')[0]?.text()).toContain('已出证，待领取'))
  expect(page.text()).not.toContain('等待送达')
})

it('tells a refusal above all else: why, and what to do', async () => {
  const tablet = await aTablet('case-refused')
  await plantCatalogue(tablet)
  const reason = '面积超过上限。'
  const state = { status: 'not-accepted', receivedAt: NOW, decidedAt: NOW, reason, whereToGo: '请改办。' } as const
  await plantCases(tablet, [aStationCase(1, { tasks: [aTaskOf(1, { state })] })])
  const page = await open(tablet, aStationCase(1).caseId)
  await eventually(() => expect(page.text()).toContain(reason))
  const [refusal, handOver] = page.findAll('h2')
  expect(refusal?.text()).toBe(`“${anItem().name}”不予受理`)
  expect(handOver?.text()).toBe('等申请人来取')
  expect(
    page
      .findAll('dt')
      .slice(0, 2)
      .map((term) => term.text()),
  ).toEqual(['理由', '怎么办'])
  expect(page.findAll('ol li .title').map((title) => title.text())[0]).toContain('不予受理')
})

describe('handing over', () => {
  const button = (words: string): HTMLButtonElement => {
    const dialog = document.querySelector('[role="dialog"]') ?? document
    const found = [...dialog.querySelectorAll('button')].find((one) => one.textContent.includes(words))
    if (!found) throw new Error(`no button says ${words}`)
    return found
  }

  async function ask(name: string) {
    const tablet = await aTablet(`hand-over-${name}`)
    await plantCatalogue(tablet)
    await plantCases(tablet, [aStationCase(1, { tasks: [issued] })])
    const page = await open(tablet, aStationCase(1).caseId)
    await eventually(() => expect(page.text()).toContain('登记交给本人'))
    button('登记交给本人').click()
    await eventually(() =>
      expect(document.querySelector('[role="dialog"]')?.textContent).toContain('食品经营许可证，已经交给本人？'),
    )
    return { tablet, page }
  }

  it('lists them in the order of the items, the lead’s first', async () => {
    const tablet = await aTablet('hand-over-order')
    await plantCatalogue(tablet)
    const second = { itemCode: ItemCode.parse('000000000002'), version: 1 }
    const tasks = [aTaskOf(2, { item: second, state: issued.state }), issued]
    await plantCases(tablet, [aStationCase(1, { items: [issued.item, second], tasks })])
    const page = await open(tablet, aStationCase(1).caseId)
    await eventually(() =>
      expect(page.findAll('section[aria-label="等申请人来取"] li span').map((one) => one.text())).toEqual([
        '食品经营许可证',
        second.itemCode,
      ]),
    )
  })

  it('is recorded once, however often it is pressed, and then not offered again', async () => {
    const { tablet, page } = await ask('once')
    button('已交给本人').click()
    button('已交给本人').click()
    await eventually(() => expect(page.text()).not.toContain('登记交给本人'))
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    expect(await tablet.store.db.outbox.count()).toBe(1)
  })

  it('that could not be written keeps the question open and says so', async () => {
    const { tablet } = await ask('failed')
    vi.spyOn(tablet.store.db.outbox, 'bulkAdd').mockRejectedValue(new Error('QuotaExceededError'))
    button('已交给本人').click()
    await eventually(() => expect(document.querySelector('[role="dialog"]')?.textContent).toContain('没有记下来'))
    expect(await tablet.store.db.outbox.count()).toBe(0)
  })
})
