// @vitest-environment happy-dom
// Goal: the page says that there is nothing only where there is nothing: not while it is read, not when it cannot be.
// Method: the real page and stores on a database of its own.
import type { DOMWrapper, VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { CaseId, CorrectionId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { instantFromMs, instantToMs } from '@onetrip/shared/lib/time'
import { eventually } from '../../../test/eventually'
import { aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { aStationCase, aTaskOf, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import { recordStep, saveDraft } from '../../db/commands'
import { sendAwaited } from '../../stores/sendAwaited'
import type { Tablet } from '../../stores/tablet'
import HomePage from './HomePage.vue'

const open = (tablet: Tablet) => openTabletPage(tablet, { page: HomePage, path: '/', at: '/' })
const section = (page: VueWrapper, title: string): DOMWrapper<HTMLElement> => {
  const found = page.findAll<HTMLElement>('section').find((one) => one.find('h2').text() === title)
  if (!found) throw new Error(`no section ${title}`)
  return found
}
const NOTHING = /没有等您处理的事|没有未办完的申请|本站还没有办件|还没有事项目录/

describe('before anything is known', () => {
  it('says neither that there is no catalogue nor that there is nothing to do', async () => {
    const tablet = await aTablet('home-reading')
    await plantCatalogue(tablet)
    const { page } = await open(tablet)
    const said: string[] = []
    const watching = new MutationObserver(() => said.push(page.text()))
    watching.observe(document.body, { childList: true, subtree: true, characterData: true })
    said.push(page.text())
    expect(said[0]).not.toMatch(NOTHING)
    await eventually(() => expect(page.text()).toContain('没有等您处理的事'))
    watching.disconnect()
    expect(said.some((text) => text.includes('正在读取'))).toBe(true)
    expect(said.filter((text) => text.includes('还没有事项目录'))).toEqual([])
  })

  it('asks for a first download only where there never was a catalogue', async () => {
    const { page } = await open(await aTablet('home-first'))
    await eventually(() => expect(page.text()).toContain('这台平板还没有事项目录'))
  })
})

it('empty: says of each part that there is nothing', async () => {
  const tablet = await aTablet('home-empty')
  await plantCatalogue(tablet)
  const { page } = await open(tablet)
  await eventually(() => {
    expect(section(page, '需要您处理').text()).toContain('没有等您处理的事')
    expect(section(page, '没办完的申请').text()).toContain('没有未办完的申请')
    expect(section(page, '本站最近的办件').text()).toContain('本站还没有办件')
  })
})

describe('what cannot be read', () => {
  it('is told of a store that does not answer', async () => {
    const tablet = await aTablet('home-failed')
    await plantCatalogue(tablet)
    tablet.store.db.close()
    const { page } = await open(tablet)
    await eventually(() => expect(page.get('[role="alert"]').text()).toContain('事项目录读不出来'))
    expect(page.text()).not.toMatch(NOTHING)
  })

  it('is counted, and hides nothing else', async () => {
    const tablet = await aTablet('home-unreadable')
    await plantCatalogue(tablet)
    await saveDraft(tablet.store, aDraft())
    const damaged = { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) }
    await tablet.store.db.ownCases.put({ caseId: CaseId.parse('01980000-0000-7000-8000-0000000000c9'), body: damaged })
    await plantCases(tablet, [aStationCase(1)])
    const { page } = await open(tablet)
    await eventually(() => expect(page.text()).toContain('有 1 份申请读不出来'))
    expect(section(page, '没办完的申请').text()).toContain('𠮷㛃')
    await eventually(() => expect(section(page, '本站最近的办件').text()).toContain('申请人1'))
  })
})

describe('to do', () => {
  const correction = {
    correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
    points: [{ at: { kind: 'other' as const }, words: '请补。' }],
    askedAt: NOW,
  }
  const asked = (n: number) => aTaskOf(n, { state: { status: 'correction-required', receivedAt: NOW, correction } })
  const refused = (n: number) =>
    aTaskOf(n, {
      state: { status: 'not-accepted', receivedAt: NOW, decidedAt: NOW, reason: '不属于', whereToGo: '区城管局' },
    })

  it('holds what a department asks for and what an applicant may come for, and leads there', async () => {
    const tablet = await aTablet('home-to-do')
    await plantCatalogue(tablet)
    await plantCases(tablet, [
      aStationCase(1, { tasks: [asked(1)] }),
      aStationCase(2, { tasks: [refused(2)] }),
      aStationCase(3),
    ])
    const { page, router } = await open(tablet)
    await eventually(() => expect(section(page, '需要您处理').findAll('li')).toHaveLength(2))
    const [first, second] = section(page, '需要您处理').findAll('li button')
    expect(first?.text()).toContain('部门要求补正，共 1 处')
    expect(second?.text()).toMatch(/申请人2.*等申请人来取 1 件/)
    await second?.trigger('click')
    await eventually(() => expect(router.currentRoute.value.path).toBe(`/cases/${aStationCase(2).caseId}`))
  })

  it('leaves out what was done here and is on its way', async () => {
    const tablet = await aTablet('home-on-the-way')
    await plantCatalogue(tablet)
    await plantCases(tablet, [aStationCase(1, { tasks: [asked(1)] }), aStationCase(2, { tasks: [refused(2)] })])
    for (const n of [1, 2])
      await recordStep(tablet.store, {
        caseId: aStationCase(n).caseId,
        newScans: [],
        operations: [{ opId: OpId.parse(tablet.newId()), body: new Uint8Array(1) }],
        uploads: [],
        settles: [],
        atMs: 0,
      })
    const { page } = await open(tablet)
    await eventually(() => expect(section(page, '需要您处理').text()).toContain('没有等您处理的事'))
  })
})

it('full: the newest eight of the station and of this tablet, the unsent one named as such', async () => {
  const tablet = await aTablet('home-full')
  await plantCatalogue(tablet)
  const before = (minutes: number) => instantFromMs(instantToMs(NOW) - minutes * 60_000)
  await plantCases(
    tablet,
    Array.from({ length: 60 }, (_, n) => aStationCase(n + 1, { collectedAt: before(n + 1) })),
  )
  const draft = aDraft({ receipt: { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW } })
  const opId = OpId.parse(tablet.newId())
  await recordStep(tablet.store, {
    caseId: draft.caseId,
    draft,
    newScans: [],
    operations: [{ opId, body: new Uint8Array(1) }],
    uploads: [],
    settles: [],
    atMs: 0,
  })
  await saveDraft(tablet.store, aDraft({ caseId: CaseId.parse('01980000-0000-7000-8000-0000000000c8') }))
  const { page } = await open(tablet)
  await eventually(() => expect(section(page, '本站最近的办件').findAll('li')).toHaveLength(8))
  const shown = section(page, '本站最近的办件').findAll('li')
  await eventually(() => expect(shown[0]?.text()).toContain('只在本机'))
  expect(shown[1]?.text()).toContain('申请人1')
  expect(shown[7]?.text()).toContain('申请人7')
  expect(section(page, '没办完的申请').findAll('li')).toHaveLength(1)
})

describe('[CASE-R22] a case that has never been whole', () => {
  const HOUR_MS = 3_600_000
  const collected = (hoursAgo: number) => instantFromMs(instantToMs(NOW) - hoursAgo * HOUR_MS)
  const arriving = (n: number, hoursAgo: number) =>
    aStationCase(n, { tasks: [], scans: { arrived: 1, total: 3 }, collectedAt: collected(hoursAgo) })

  it('is told of after a day, and leads to the page that says what is missing', async () => {
    const tablet = await aTablet('home-late')
    await plantCatalogue(tablet)
    await plantCases(tablet, [arriving(1, 23), arriving(2, 25), aStationCase(3, { collectedAt: collected(25) })])
    const { page, router } = await open(tablet)
    await eventually(() => expect(section(page, '需要您处理').text()).toContain('2 张扫描件一天多没有送达'))
    const entries = section(page, '需要您处理').findAll('button')
    expect(entries.map((entry) => entry.text())).toEqual([expect.stringContaining('申请人2')])
    await entries[0]?.trigger('click')
    await eventually(() => expect(router.currentRoute.value.path).toBe(`/cases/${aStationCase(2).caseId}`))
  })

  it('is not told of where its scans are on their way from this tablet', async () => {
    const tablet = await aTablet('home-late-here')
    await plantCatalogue(tablet)
    await plantCases(tablet, [arriving(1, 25)])
    const ref = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
    await sendAwaited(tablet, { caseId: aStationCase(1).caseId, ref, bytes: new Uint8Array(3) })
    const { page } = await open(tablet)
    await eventually(() => expect(section(page, '需要您处理').text()).toContain('没有等您处理的事'))
  })
})
