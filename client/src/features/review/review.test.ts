// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { CaseRefusal } from '@onetrip/shared/case/refusal'
import { TaskState, type TaskStatus } from '@onetrip/shared/case/taskState'
import type { MaterialSpec } from '@onetrip/shared/catalogue/materialSpec'
import { aMaterial } from '@onetrip/shared/catalogue/testItem'
import { CorrectionId } from '@onetrip/shared/lib/ids'
import type { AskedBefore } from '@onetrip/shared/wire/inbox'
import { mountPart } from '../../../test/mountPart'
import { aTaskDetail, at, received } from '../../../test/aTask'
import { createWords } from '../../words/createWords'
import { documentName } from '../../words/documentName'
import AskedSection from './AskedSection.vue'
import CorrectionComposer from './CorrectionComposer.vue'
import { MAX_WORDS, readyPoints, suggestWords, togglePoint } from './correctionDraft'
import { describeDecision, describeRefusal } from './describeDecision'
import FieldSection from './FieldSection.vue'
import MaterialSection from './MaterialSection.vue'
import { offeredActs } from './offeredActs'
import ReasonDialog from './ReasonDialog.vue'
import TaskHead from './TaskHead.vue'
import { toTimeline } from './timeline'

const words = createWords('Asia/Shanghai')
const task = aTaskDetail()

describe('the buttons', () => {
  const offered = {
    received: ['accept', 'require-correction', 'refuse-acceptance'],
    'correction-required': [],
    'not-accepted': [],
    accepted: ['approve', 'deny'],
    approved: ['issue'],
    denied: [],
    issued: [],
    closed: [],
  } satisfies Record<TaskStatus, string[]>

  it.each(Object.entries(offered))('in %s are %j', (status, acts) => {
    // `as`: only the status decides here.
    expect(offeredActs({ ...received, status } as TaskState)).toEqual(acts)
  })

  it('ask for corrections only once', () => {
    const again = TaskState.parse({ ...received, correctedAt: at('2026-11-20T02:00:00.000Z') })
    expect(offeredActs(again)).toEqual(['accept', 'refuse-acceptance'])
  })

  it('are none while the case is arriving', () => {
    expect(offeredActs(undefined)).toEqual([])
  })
})

describe('a refusal', () => {
  const kinds = CaseRefusal.def.options.map((option) => option.def.shape.kind.def.values[0])
  it.each(kinds)('%s has its own sentence', (kind) => {
    const sentence = describeRefusal(
      { kind, where: '', problems: [], status: '', correctionIds: [] } as CaseRefusal,
      words,
    )
    expect(sentence).toMatch(/[。]$/)
    expect(sentence).not.toContain('review.')
  })

  it('offers another try only where nobody knows what happened', () => {
    expect(describeDecision({ kind: 'conflict' }, words)?.retryLabel).toBeUndefined()
    const input = { opId: '', act: { kind: 'accept' } } as never
    expect(describeDecision({ kind: 'unanswered', input }, words)?.retryLabel).toBe('再问一次')
  })
})

describe('the notice of corrections', () => {
  it('writes itself from the catalogue', () => {
    expect(suggestWords({ kind: 'material', materialCode: 'lease' }, task, words)).toBe(
      '缺少“租赁合同”，请补交。依据：办法第三条。',
    )
    expect(suggestWords({ kind: 'field', fieldId: 'area' }, task, words)).toBe('“面积”没有填写，请补填。')
    expect(suggestWords({ kind: 'field', fieldId: 'shopName' }, task, words)).toContain('“字号”填写有误')
  })

  it('pointing twice takes the point away', () => {
    const point = { at: { kind: 'field', fieldId: 'area' } as const, words: 'w' }
    const other = { at: { kind: 'other' } as const, words: '' }
    expect(togglePoint([], point)).toEqual([point])
    expect(togglePoint([point, other], { ...point, words: 'else' })).toEqual([other])
  })

  it('is ready only when every point says something that the wire takes', () => {
    const at = { kind: 'other' } as const
    expect(readyPoints([])).toBeUndefined()
    expect(readyPoints([{ at, words: ' a ' }])).toEqual([{ at, words: 'a' }])
    expect(
      readyPoints([
        { at, words: 'a' },
        { at, words: ' ' },
      ]),
    ).toBeUndefined()
    expect(readyPoints([{ at, words: 'a'.repeat(MAX_WORDS + 1) }])).toBeUndefined()
  })

  it('collects what is pointed at in the panel', async () => {
    const panel = await mountPart(FieldSection, { props: { task, canPoint: true, isPointed: () => false } })
    await panel.get('[aria-label="指出问题：面积"]').trigger('click')
    expect(panel.emitted('point')).toEqual([[{ kind: 'field', fieldId: 'area' }]])
  })

  it('can be edited, and does not go out with an empty point', async () => {
    const points = [{ at: { kind: 'other' }, words: '' }]
    const composer = await mountPart(CorrectionComposer, { props: { task, points } })
    await composer.get('textarea').setValue('补盖公章')
    expect(composer.emitted('change')?.[0]).toEqual([[{ at: { kind: 'other' }, words: '补盖公章' }]])
    const send = composer.findAll('button').find((button) => button.text().startsWith('发出告知'))
    await send?.trigger('click')
    expect(composer.emitted('send')).toBeUndefined()
    expect(composer.text()).toContain('请填写。')
    await composer.setProps({ points: [{ at: { kind: 'other' }, words: '补盖公章' }] })
    await send?.trigger('click')
    expect(composer.emitted('send')).toHaveLength(1)
  })
})

it('not accepting asks for the reason and for where to go', async () => {
  const draft = { points: [], refusal: { reason: '不属于本部门职权', whereToGo: '' }, denialReason: '' }
  const dialog = await mountPart(ReasonDialog, {
    props: { open: true, kind: 'refuse-acceptance', draft, isPending: false },
  })
  const submit = (): void => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')]
    buttons.find((button) => button.textContent.trim() === '不予受理')?.click()
  }
  submit()
  expect(dialog.emitted('confirm')).toBeUndefined()
  const labels = [...document.querySelectorAll('[role="dialog"] label')].map((label) => label.textContent.trim())
  expect(labels).toEqual([expect.stringContaining('理由'), expect.stringContaining('请到何处办理')])
  await dialog.setProps({ draft: { ...draft, refusal: { ...draft.refusal, whereToGo: '区城管局' } } })
  submit()
  expect(dialog.emitted('confirm')).toEqual([
    [{ kind: 'refuse-acceptance', reason: '不属于本部门职权', whereToGo: '区城管局' }],
  ])
})

it('the timeline puts the newest first and does not stumble over what it does not know', () => {
  const shown = toTimeline(
    [
      { at: at('2026-11-18T01:00:00.000Z'), kind: 'submitted', byRole: 'agent', byName: '周晓燕', detail: {} },
      { at: at('2026-11-19T01:00:00.000Z'), kind: 'denied', byRole: 'reviewer', detail: { reason: '面积不符' } },
      { at: at('2026-11-20T01:00:00.000Z'), kind: 'brand-new', byRole: 'robot', detail: { status: 7 } },
    ],
    words,
  )
  expect(shown.map(({ title, detail }) => [title, detail])).toEqual([
    ['有新的记录', ''],
    ['不予批准', '审批人员\n面积不符'],
    ['服务点收件', '帮代办员 周晓燕'],
  ])
})

it('the timeline says what to do on a line of its own, where a parcel is, and keeps a number by itself', () => {
  const one = (kind: string, detail: Record<string, unknown>) =>
    toTimeline([{ at: at('2026-11-18T01:00:00.000Z'), kind, byRole: 'reviewer', detail }], words)[0]
  const refused = one('not-accepted', { reason: '面积超过上限。', whereToGo: '请改办食品经营许可。' })
  expect(refused?.detail).toBe('审批人员\n面积超过上限。\n怎么办：请改办食品经营许可。')
  expect(one('dispatch-moved', { status: 'in-transit' })?.title).toBe('寄送：运输中')
  const issued = one('issued', { document: { name: '食品经营许可证', number: '芙市监〔2026〕1号' } })
  expect(issued).toMatchObject({ detail: '审批人员 · 食品经营许可证', reference: '芙市监〔2026〕1号' })
})

describe('a paper that is not here', () => {
  const needs: [MaterialSpec['need'], string, boolean][] = [
    [{ kind: 'required' }, '没有提交', true],
    [{ kind: 'optional' }, '选交，没有交', false],
    [
      { kind: 'owed', within: { n: 20, unit: 'working-days' }, consequence: '撤销许可' },
      '以后补交，期限 20 个工作日',
      false,
    ],
  ]
  it.each(needs)('%j: says %s', async (need, said, isWrong) => {
    const item = { ...task.item, materials: [aMaterial('lease', { name: '租赁合同', need })] }
    const section = await mountPart(MaterialSection, {
      props: { task: { ...task, item, materials: [] }, canPoint: false, isPointed: () => false },
    })
    expect(section.text()).toContain(said)
    expect(section.find('.missing').exists()).toBe(isWrong)
  })
})

describe('what came back', () => {
  const points = [
    { at: { kind: 'field', fieldId: 'area' }, words: '面积不符。' },
    { at: { kind: 'material', materialCode: 'plan' }, words: '看不清。' },
  ] as const
  const asked = {
    correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
    points: points.map((point) => ({ ...point })),
    askedAt: at('2026-11-18T01:00:00.000Z'),
    answeredAt: at('2026-11-19T01:00:00.000Z'),
  }
  const show = (before?: AskedBefore) =>
    mountPart(AskedSection, {
      props: { task: { ...task, fields: { area: 46.5 } }, asked: { ...asked, ...(before && { before }) } },
    })

  it('is shown beside what stood there', async () => {
    const text = (await show({ fields: { area: 48 }, pageCounts: { plan: 1 }, partyNames: {} })).text()
    expect(text).toMatch(/原来：48 平方米\s*→\s*现在：46\.5 平方米/)
    expect(text).toMatch(/原来：1 页\s*→\s*现在：没有提交/)
  })

  it('stands alone where a server of an earlier release does not tell', async () => {
    const text = (await show()).text()
    expect(text).toContain('现在：46.5 平方米')
    expect(text).not.toContain('原来')
  })
})

it('the title asks for the reviewer’s eye only while it is the reviewer’s turn', async () => {
  const badgeOf = async (state: TaskState) => {
    const { row } = task
    const head = await mountPart(TaskHead, {
      props: { task: { ...task, row: { ...row, ...(row.task && { task: { ...row.task, state } }) } } },
    })
    return head.get('.badge').classes()
  }
  const closed = { status: 'closed', closedAt: at('2026-11-19T01:00:00.000Z'), outcome: 'delivered' } as const
  expect(await badgeOf(received)).toContain('accent')
  expect(await badgeOf(closed)).toContain('done')
  expect(await badgeOf({ ...received, status: 'not-accepted' } as TaskState)).toContain('neutral')
})

it('a written act has the title that stands on it', () => {
  expect(documentName('denial', { type: 'licence' }, words)).toBe('不予许可决定书')
  expect(documentName('denial', { type: 'benefit' }, words)).toBe('不予办理决定书')
  expect(documentName('not-accepted', { type: 'licence' }, words)).toBe('不予受理通知书')
})
