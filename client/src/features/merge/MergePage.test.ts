// @vitest-environment happy-dom
// Goal: what the server would not have is shown whole beside what it has, and what is chosen goes in its place; nothing
// of it is lost on the way. Method: the real page and stores on a tablet; only the server's answer is the test's.
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { toContent } from '@onetrip/shared/case/toContent'
import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { CorrectionId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import type { CaseContentAnswer } from '@onetrip/shared/wire/caseContent'
import { aCatalogue, aDraft, aTablet, NOW, signed } from '../../../test/agentTablet'
import { eventually } from '../../../test/eventually'
import { readOutbox } from '../../../test/readOutbox'
import { openTabletPage, plantCatalogue } from '../../../test/tabletPage'
import type { ServerClient } from '../../api/serverClient'
import type { OutboxEntry, ParkedBecause } from '../../db/outboxEntry'
import { findDraft } from '../../db/queries'
import { answering } from '../../stores/answering'
import { handIn, handInCorrection } from '../../stores/handIn'
import { handInAgain } from '../../stores/handInAgain'
import { readOperation } from '../../stores/settle'
import type { Tablet } from '../../stores/tablet'
import MergePage from './MergePage.vue'

const number = { label: '面积', input: { kind: 'number' as const } }
const items = [
  anItem({
    form: [aField('area', number), aField('businessName', { label: '字号' }), aField('note', { label: '备注' })],
    materials: [aMaterial('lease', { name: '租赁合同', maxPages: 9 })],
  }),
]
const catalogue = aCatalogue(items)
const page = (letter: string) =>
  ({ scanId: ScanId.parse(letter.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' }) as const
const lease = (...letters: string[]) => [{ code: 'lease', how: 'scanned' as const, pages: letters.map(page) }]
const correction = {
  correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
  points: [{ at: { kind: 'field' as const, fieldId: 'area' }, words: '请核对面积。' }],
  askedAt: NOW,
}
const corrections = [
  { taskId: TaskId.parse('01980000-0000-7000-8000-0000000000f7'), itemCode: anItem().itemCode, correction },
]
const stood = aDraft({ fields: { area: 48, businessName: '老店' }, materials: lease('b') })
const conflict: ParkedBecause = { status: 'conflict', serverRevision: 2 }

function contentOf(draft: IntakeDraft): CaseContent {
  const content = toContent(draft)
  if (!content) throw new Error('the sample is incomplete')
  return content
}

/** What another tablet had answered first: the same place otherwise, another place, and one more page. */
const theirs = (changes: Partial<IntakeDraft> = {}): CaseContentAnswer => ({
  status: 'found',
  revision: 2,
  content: contentOf(
    signed({ ...stood, fields: { area: 47, businessName: '新店' }, materials: lease('b', 'c'), ...changes }),
  ),
  openCorrections: corrections,
})

async function park(tablet: Tablet, because: ParkedBecause): Promise<OutboxEntry> {
  const [waiting] = await readOutbox(tablet.store)
  if (!waiting) throw new Error('nothing waits')
  const state = { kind: 'parked', because } as const
  await tablet.store.db.outbox.update(waiting.seq, { state: 'parked', detail: state })
  return { ...waiting, state }
}

/** Handed in and taken, asked about, answered here with another area and a note; then parked. */
async function plantAnswer(
  tablet: Tablet,
  because: ParkedBecause = conflict,
  changes: Partial<IntakeDraft> = {},
): Promise<OutboxEntry> {
  const handed = await handIn(tablet, catalogue, { draft: stood, insisted: true })
  if (!handed.ok) throw new Error('not handed in')
  await tablet.store.db.outbox.toCollection().modify({ state: 'ended' })
  const begun = answering(handed.value, { baseRevision: 1, corrections })
  const draft = signed({ ...handed.value, ...begun, fields: { ...stood.fields, area: 46.5, note: '靠街' }, ...changes })
  const answered = await handInCorrection(tablet, catalogue, { draft, insisted: true, sent: new Set('abc') })
  if (!answered.ok) throw new Error('not answered')
  return park(tablet, because)
}

type Answer = () => Promise<unknown>

async function open(name: string, plant: (tablet: Tablet) => Promise<OutboxEntry>, answer: Answer) {
  const query = vi.fn(answer)
  // Of the whole client this page calls one procedure.
  const tablet = {
    ...(await aTablet(`merge-${name}`)),
    client: { case: { content: { query } } } as unknown as ServerClient,
  }
  await plantCatalogue(tablet, items)
  const entry = await plant(tablet)
  const opened = await openTabletPage(tablet, { page: MergePage, path: '/merge/:opId', at: `/merge/${entry.opId}` })
  await eventually(() => expect(opened.page.find('h1').text()).toContain('三方对照'))
  return { ...opened, tablet, entry, query }
}

const offline: Answer = () => Promise.reject(new TypeError('failed to fetch'))

function place(root: VueWrapper, label: string) {
  const found = root.findAll('fieldset').find((one) => one.get('legend').text() === label)
  if (!found) throw new Error(`no place is called ${label}`)
  return found
}
const columns = (root: VueWrapper, label: string): string[] =>
  place(root, label)
    .findAll('.column')
    .map((column) => column.text())
const chosen = (root: VueWrapper, label: string): unknown[] =>
  place(root, label)
    .findAll<HTMLInputElement>('input')
    .filter(({ element }) => element.checked)
    .map(({ element }) => element.value)
const press = (root: VueWrapper, words: string): Promise<void> => {
  const found = root.findAll('button').find((one) => one.text() === words)
  if (!found) throw new Error(`no button says ${words}`)
  return found.trigger('click')
}

describe('[CASE-R19] the second of two answers to one revision', () => {
  it('stands beside the first, and beside what stood before; what only one side changed is chosen already', async () => {
    const { page: root } = await open('beside', plantAnswer, async () => theirs())
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
    expect(columns(root, '面积')).toEqual(['原来的48', '服务器上47', '本机的46.5'])
    expect(chosen(root, '面积')).toEqual([])
    expect(columns(root, '字号')).toEqual(['原来的老店', '服务器上新店', '本机的老店'])
    expect(chosen(root, '字号')).toEqual(['theirs'])
    expect(columns(root, '备注')).toEqual(['原来的空', '服务器上空', '本机的靠街'])
    expect(chosen(root, '备注')).toEqual(['mine'])
    expect(chosen(root, '材料“租赁合同”')).toEqual(['theirs'])
    expect(columns(root, '材料“租赁合同”')[1]).toContain('2 页')
    expect(root.findAll('fieldset').map((one) => one.get('legend').text())).toEqual([
      '面积',
      '字号',
      '备注',
      '材料“租赁合同”',
    ])
  })

  it('a press while a place is open leads there, and changes nothing', async () => {
    const { page: root, tablet, entry, router } = await open('open', plantAnswer, async () => theirs())
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
    await press(root, '采用并修改')
    expect(document.activeElement?.closest('fieldset')?.querySelector('legend')?.textContent).toBe('面积')
    expect(router.currentRoute.value.path).toBe(`/merge/${entry.opId}`)
    expect((await findDraft(tablet.store, entry.caseId))?.correcting).toBeUndefined()
  })

  it('what is chosen goes into the application, and then in place of what is parked: nothing is dropped', async () => {
    const { page: root, tablet, entry, router } = await open('adopt', plantAnswer, async () => theirs())
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
    await place(root, '面积').get('input[value="mine"]').setValue()
    expect(root.text()).toContain('都选好了，共 4 处不同')
    await press(root, '采用并修改')
    await eventually(() => expect(router.currentRoute.value.path).toBe(`/intake/${entry.caseId}`))
    await vi.waitFor(async () => {
      expect(await findDraft(tablet.store, entry.caseId)).toMatchObject({
        step: 'check',
        fields: { area: 46.5, businessName: '新店', note: '靠街' },
        materials: lease('b', 'c'),
        correcting: { baseRevision: 2, corrections, before: { fields: { area: 48 } } },
      })
    })
    // Until it is handed in, what was sent stays as it is.
    expect((await readOutbox(tablet.store)).map(({ opId, state }) => [opId, state.kind])).toEqual([
      [entry.opId, 'parked'],
    ])

    const draft = await findDraft(tablet.store, entry.caseId)
    const operation = readOperation(entry)
    if (!draft || !operation) throw new Error('lost')
    // The words are neither side's: who signed has to sign what they are now.
    expect(draft.signature).toBeUndefined()
    const parked = { entry, operation }
    const uploadsBefore = await tablet.store.db.uploads.count()
    expect(await handInAgain(tablet, catalogue, { draft: signed(draft), parked, insisted: true })).toMatchObject({
      ok: true,
    })
    const sent = (await readOutbox(tablet.store)).map((one) => readOperation(one))
    expect(sent).toMatchObject([
      { kind: 'case.settle', payload: { settles: entry.opId, how: { kind: 'superseded' } } },
      {
        kind: 'case.correct',
        baseRevision: 2,
        payload: {
          content: { fields: { area: 46.5, businessName: '新店', note: '靠街' }, materials: lease('b', 'c') },
        },
      },
    ])
    // The page that only the server has is named, and not sent from here.
    const uploads = await tablet.store.db.uploads.toArray()
    expect(uploads.map(({ scanId }) => scanId)).not.toContain(page('c').scanId)
    expect(uploads.length).toBeGreaterThanOrEqual(uploadsBefore)
  })

  it.each([
    ['with one more page here', lease('b', 'c'), lease('d', 'c')],
    ['and nothing of it changed here', lease('b'), lease('d')],
  ])('[CASE-R17] names what a page was exchanged for elsewhere, %s', async (name, mine, merged) => {
    const exchanges = [{ replaces: page('b').scanId, by: page('d') }]
    const answer = async () => ({ ...theirs({ fields: stood.fields, materials: lease('d') }), exchanges })
    const plant = (tablet: Tablet) => plantAnswer(tablet, conflict, { materials: mine })
    const { page: root, tablet, entry, router } = await open(name, plant, answer)
    await eventually(() => expect(root.text()).toContain('都选好了'))
    await press(root, '采用并修改')
    await eventually(() => expect(router.currentRoute.value.path).toBe(`/intake/${entry.caseId}`))
    await vi.waitFor(async () => {
      const draft = await findDraft(tablet.store, entry.caseId)
      expect(draft).toMatchObject({ step: 'check', fields: { area: 46.5, note: '靠街' }, materials: merged })
      expect(draft?.fromServer).toEqual([page('d').scanId])
    })
  })

  it('[CASE-R21] hands on what a newer server says and nobody here knows, whatever is chosen', async () => {
    const answer = theirs()
    if (answer.status !== 'found') throw new Error('not found')
    const { content } = answer
    const newer = {
      ...answer,
      content: {
        ...content,
        urgency: 'high',
        parties: content.parties.map((party) => ({ ...party, nation: '土家族' })),
        materials: content.materials.map((entry) => ({ ...entry, folder: 3 })),
      },
    }
    const { page: root, tablet, entry } = await open('newer', plantAnswer, async () => newer)
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
    expect(root.findAll('fieldset')).toHaveLength(4)
    await place(root, '面积').get('input[value="mine"]').setValue()
    await place(root, '材料“租赁合同”').get('input[value="mine"]').setValue()
    await press(root, '采用并修改')
    const draft = await vi.waitFor(async () => {
      const adopted = await findDraft(tablet.store, entry.caseId)
      expect(adopted?.correcting).toBeDefined()
      return adopted
    })
    const operation = readOperation(entry)
    if (!draft || !operation) throw new Error('lost')
    await handInAgain(tablet, catalogue, { draft: signed(draft), parked: { entry, operation }, insisted: true })
    const { words = '' } = (await readOutbox(tablet.store)).at(-1) ?? {}
    expect(JSON.parse(words)).toMatchObject({
      payload: {
        content: {
          urgency: 'high',
          parties: [{ nation: '土家族' }],
          materials: [{ code: 'lease', folder: 3, pages: [page('b')] }],
        },
      },
    })
  })

  it('keeps the server’s signature where its words are taken whole', async () => {
    const answer = theirs()
    const { page: root, tablet, entry } = await open('whole', plantAnswer, async () => answer)
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
    for (const label of ['面积', '备注']) await place(root, label).get('input[value="theirs"]').setValue()
    await press(root, '采用并修改')
    await vi.waitFor(async () => {
      const draft = await findDraft(tablet.store, entry.caseId)
      expect(answer.status === 'found' && draft?.signature).toEqual(
        answer.status === 'found' && answer.content.signature,
      )
      expect(draft?.fields).toEqual({ area: 47, businessName: '新店' })
      expect(answer.status === 'found' && draft?.notice).toEqual(answer.status === 'found' && answer.content.notice)
    })
  })

  it('is compared only, when nothing is asked any more', async () => {
    const closed = { ...theirs(), openCorrections: [] }
    const { page: root, router } = await open('closed', plantAnswer, async () => closed)
    await eventually(() => expect(root.text()).toContain('现在没有要答复的补正'))
    expect(columns(root, '面积')).toEqual(['原来的48', '服务器上47', '本机的46.5'])
    expect(root.text()).not.toContain('采用并修改')
    expect(root.findAll('input')).toHaveLength(0)
    await press(root, '回到上传队列')
    await eventually(() => expect(router.currentRoute.value.path).toBe('/queue'))
  })
})

describe('without a network', () => {
  it('says that theirs needs one, shows mine and before, and keeps everything', async () => {
    const { page: root, tablet, query } = await open('offline', plantAnswer, offline)
    await eventually(() => expect(root.text()).toContain('要有网络才能看到服务器上的内容'))
    expect(columns(root, '面积')).toEqual(['原来的48', '本机的46.5'])
    expect(root.findAll('fieldset').map((one) => one.get('legend').text())).toEqual(['面积', '备注'])
    expect(root.findAll('input')).toHaveLength(0)
    expect(root.text()).not.toContain('采用并修改')
    expect((await readOutbox(tablet.store)).map(({ state }) => state.kind)).toEqual(['parked'])

    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    onTestFinished(() => onLine.mockRestore())
    window.dispatchEvent(new Event('offline'))
    await flushPromises()
    query.mockResolvedValue(theirs())
    onLine.mockReturnValue(true)
    window.dispatchEvent(new Event('online'))
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
  })

  it('the press asks again', async () => {
    const { page: root, query } = await open('again', plantAnswer, offline)
    await eventually(() => expect(root.text()).toContain('再取一次'))
    query.mockResolvedValue(theirs())
    await press(root, '再取一次')
    await eventually(() => expect(root.text()).toContain('还有 1 处要选'))
  })
})

describe('a submission that was refused', () => {
  const refusal: CaseRefusal = {
    kind: 'content-problems',
    problems: [
      { severity: 'error', kind: 'out-of-range', place: { in: 'field', fieldId: 'area' } },
      { severity: 'gap', kind: 'missing', place: { in: 'field', fieldId: 'note' } },
    ],
  }

  async function plantSubmission(tablet: Tablet): Promise<OutboxEntry> {
    const handed = await handIn(tablet, catalogue, { draft: stood, insisted: true })
    if (!handed.ok) throw new Error('not handed in')
    return park(tablet, { status: 'refused', refusal })
  }

  it('is shown alone, with what is wrong at its place, and can be opened', async () => {
    const { page: root, query, router, entry } = await open('submission', plantSubmission, offline)
    await eventually(() => expect(root.findAll('fieldset').length).toBeGreaterThan(3))
    expect(query).not.toHaveBeenCalled()
    expect(place(root, '面积').text()).toContain('数字超出了规定的范围')
    expect(columns(root, '面积')).toEqual(['本机的48'])
    expect(root.get('ul').text()).toBe('备注：还没有填。请补上。')
    await press(root, '打开修改')
    await eventually(() => expect(router.currentRoute.value.path).toBe(`/intake/${entry.caseId}`))
  })
})

it('a second submission of a case that the server has stands beside that case, and is only compared', async () => {
  const plant = async (tablet: Tablet): Promise<OutboxEntry> => {
    const handed = await handIn(tablet, catalogue, { draft: stood, insisted: true })
    if (!handed.ok) throw new Error('not handed in')
    return park(tablet, { status: 'refused', refusal: { kind: 'case-exists' } })
  }
  const { page: root } = await open('exists', plant, async () => theirs())
  await eventually(() => expect(root.text()).toContain('这一次不能再交'))
  expect(columns(root, '面积')).toEqual(['服务器上47', '本机的48'])
  expect(root.text()).not.toContain('打开修改')
})

it('says so when it is settled already', async () => {
  const tablet = await aTablet('merge-gone')
  await plantCatalogue(tablet, items)
  const { page: root } = await openTabletPage(tablet, {
    page: MergePage,
    path: '/merge/:opId',
    at: '/merge/01980000-0000-7000-8000-000000000001',
  })
  await eventually(() => expect(root.text()).toContain('这一次已经处理好了'))
})

it('every choice has a name, and says which place it is of', async () => {
  const { page: root } = await open('names', plantAnswer, async () => theirs())
  await eventually(() => expect(root.findAll('input').length).toBeGreaterThan(5))
  for (const input of root.findAll('input')) {
    expect(input.element.closest('label')?.textContent.trim()).toMatch(/^(服务器上|本机的)/)
    expect(input.element.closest('fieldset')?.querySelector('legend')?.textContent).not.toBe('')
  }
  for (const button of root.findAll('button')) expect(button.text()).not.toBe('')
})
