// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { CaseRefusal } from '@onetrip/shared/case/refusal'
import { TaskState, type TaskStatus } from '@onetrip/shared/case/taskState'
import { mountPart } from '../../../test/mountPart'
import { aTaskDetail, at, received } from '../../../test/aTask'
import { createWords } from '../../words/createWords'
import CorrectionComposer from './CorrectionComposer.vue'
import { MAX_WORDS, readyPoints, suggestWords, togglePoint } from './correctionDraft'
import { describeDecision, describeRefusal } from './describeDecision'
import FieldSection from './FieldSection.vue'
import { offeredActs } from './offeredActs'
import ReasonDialog from './ReasonDialog.vue'
import { toTimeline } from './timeline'

afterEach(() => {
  document.body.replaceChildren()
})

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
    ['不予', '审批人员 · 面积不符'],
    ['服务点收件', '帮代办员 周晓燕'],
  ])
})
