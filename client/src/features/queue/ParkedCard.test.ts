// @vitest-environment happy-dom
import { h } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { CaseId, CorrectionId, OpId, TaskId } from '@onetrip/shared/lib/ids'
import { giveUpByHand, press } from '../../../test/giveUpByHand'
import { readOutbox } from '../../../test/readOutbox'
import { aCatalogue, aDraft, aTablet, NOW } from '../../../test/agentTablet'
import { aStationCase, aTaskOf, openTabletPage, plantCases, plantCatalogue } from '../../../test/tabletPage'
import type { OutboxEntry } from '../../db/outboxEntry'
import { findDraft } from '../../db/queries'
import { answering } from '../../stores/answering'
import { handIn, handInCorrection } from '../../stores/handIn'
import { handOver } from '../../stores/handOver'
import { readOperation } from '../../stores/settle'
import type { Tablet } from '../../stores/tablet'
import ParkedCard from './ParkedCard.vue'

const caseId = CaseId.parse('01980000-0000-7000-8000-0000000000c7')
const taskId = TaskId.parse('01980000-0000-7000-8000-0000000000f7')

/** The card of a hand-over that the server refused, of a case that was taken in on another tablet. */
async function openRefused(name: string) {
  const tablet = await aTablet(`parked-${name}`)
  await plantCatalogue(tablet)
  await handOver(tablet, aCatalogue(), { caseId, taskId, revision: 4 })
  const [waiting] = await readOutbox(tablet.store)
  if (!waiting) throw new Error('nothing handed over')
  const refusal = { kind: 'wrong-status', status: 'closed' } as const
  const state = { kind: 'parked', because: { status: 'refused', refusal } } as const
  await tablet.store.db.outbox.update(waiting.seq, { state: 'parked', detail: state })
  const entry = { ...waiting, state }
  const { page } = await openTabletPage(tablet, {
    page: { render: () => h(ParkedCard, { entry }) },
    path: '/queue',
    at: '/queue',
  })
  await vi.waitFor(() => expect(page.text()).toContain('放弃'))
  return { tablet, page, opId: OpId.parse(waiting.opId) }
}

it('says why, and offers no mending, where this tablet has no copy of the case', async () => {
  const { page } = await openRefused('why')
  expect(page.text()).toContain('办件已经到了下一步，这次的操作不再适用。')
  expect(page.text()).not.toContain('打开修改')
})

describe('a refused answer to a correction', () => {
  const correction = {
    correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
    points: [{ at: { kind: 'field' as const, fieldId: 'area' }, words: '请核对面积。' }],
    askedAt: NOW,
  }
  const asking = aTaskOf(1, { state: { status: 'correction-required', receivedAt: NOW, correction } })
  const corrections = [{ taskId: asking.taskId, itemCode: asking.item.itemCode, correction }]

  /** Handed in with 48, asked about that, answered with 46.5, and refused. */
  async function plantRefused(tablet: Tablet): Promise<OutboxEntry> {
    const handed = await handIn(tablet, aCatalogue(), { draft: aDraft({ fields: { area: 48 } }), insisted: true })
    if (!handed.ok) throw new Error('not handed in')
    await tablet.store.db.outbox.toCollection().modify({ state: 'ended' })
    const begun = answering(handed.value, { baseRevision: 1, corrections })
    const draft = { ...handed.value, ...begun, fields: { area: 46.5 } }
    await handInCorrection(tablet, aCatalogue(), { draft, insisted: true, sent: new Set() })
    const [waiting] = await readOutbox(tablet.store)
    if (!waiting) throw new Error('not answered')
    const state = { kind: 'parked', because: { status: 'conflict', serverRevision: 3 } } as const
    await tablet.store.db.outbox.update(waiting.seq, { state: 'parked', detail: state })
    return { ...waiting, state }
  }

  it('is opened beside what stood when it was asked for: what is still untouched can be told', async () => {
    const tablet = await aTablet('parked-answer')
    await plantCatalogue(tablet)
    const entry = await plantRefused(tablet)
    const { caseId } = entry
    await plantCases(tablet, [aStationCase(1, { caseId, revision: 3, tasks: [asking] })])
    const { page, router } = await openTabletPage(tablet, {
      page: { render: () => h(ParkedCard, { entry }) },
      path: '/queue',
      at: '/queue',
    })
    await vi.waitFor(() => expect(page.text()).toContain('打开修改'))
    press('打开修改')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(`/intake/${caseId}`))
    await vi.waitFor(async () =>
      expect(await findDraft(tablet.store, caseId)).toMatchObject({
        fields: { area: 46.5 },
        correcting: { baseRevision: 3, corrections, before: { fields: { area: 48 } } },
      }),
    )
  })
})

it('leads to the comparison where there are words to compare, and nowhere else', async () => {
  const { page } = await openRefused('no-words')
  expect(page.text()).not.toContain('对照')
  const tablet = await aTablet('parked-compared')
  await plantCatalogue(tablet)
  await handIn(tablet, aCatalogue(), { draft: aDraft(), insisted: true })
  const [waiting] = await readOutbox(tablet.store)
  if (!waiting) throw new Error('not handed in')
  const refusal = { kind: 'content-problems' as const, problems: [] }
  const entry: OutboxEntry = { ...waiting, state: { kind: 'parked', because: { status: 'refused', refusal } } }
  const opened = await openTabletPage(tablet, {
    page: { render: () => h(ParkedCard, { entry }) },
    path: '/queue',
    at: '/queue',
  })
  await vi.waitFor(() => expect(opened.page.text()).toContain('对照'))
  press('对照')
  await vi.waitFor(() => expect(opened.router.currentRoute.value.path).toBe(`/merge/${entry.opId}`))
})

it('[CASE-R10] is given up with the reason on record, also without a copy of the case', async () => {
  const { tablet, opId } = await openRefused('given-up')
  await giveUpByHand('已由另一台平板交付')
  await vi.waitFor(async () => {
    const [entry, ...more] = await readOutbox(tablet.store)
    expect(more).toEqual([])
    expect(entry && readOperation(entry)).toMatchObject({
      kind: 'case.settle',
      caseId,
      payload: { settles: opId, how: { kind: 'given-up', because: '已由另一台平板交付' } },
    })
  })
})

it('says when the word could not be recorded, and keeps the question open', async () => {
  const { tablet } = await openRefused('no-disk')
  vi.spyOn(tablet.store.db.outbox, 'bulkAdd').mockRejectedValueOnce(new Error('disk full'))
  await giveUpByHand('重复')
  await vi.waitFor(() => expect(document.body.textContent).toContain('没有记下来'))
  expect(document.querySelector('textarea')?.value).toBe('重复')
  expect((await readOutbox(tablet.store)).map(({ state }) => state.kind)).toEqual(['parked'])
})

it('[SYNC-R8] says nothing of giving up where the operation waits anew for a restored server meanwhile', async () => {
  const { tablet, opId } = await openRefused('offered-anew')
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  await tablet.store.db.outbox.where('opId').equals(opId).modify({ state: 'waiting', detail })
  await giveUpByHand('重复')
  await vi.waitFor(() => expect(document.body.textContent).toContain('没有记下来'))
  expect(document.body.textContent).not.toContain('已放弃，原因已记录')
  expect((await readOutbox(tablet.store)).map(({ state }) => state.kind)).toEqual(['waiting'])
})
