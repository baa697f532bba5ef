// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { mountPart } from '../../../test/mountPart'
import { aTaskDetail } from '../../../test/aTask'
import type { TaskDraft } from '../../stores/staffDrafts'
import DecisionDialogs from './DecisionDialogs.vue'
import type { ActKind } from './offeredActs'

const CORRECTION_ID = '01980000-0000-7000-8000-0000000000f1'
const written: TaskDraft = {
  points: [{ at: { kind: 'other' }, words: '请补盖公章。' }],
  refusal: { reason: '不属于本部门', whereToGo: '区城管局' },
  denialReason: '面积不符',
}

async function ask(asking: ActKind | undefined, draft: TaskDraft = written) {
  const dialogs = await mountPart(DecisionDialogs, {
    props: { asking, task: aTaskDetail(), draft, isPending: false, newId: () => CORRECTION_ID },
  })
  const shown = [...document.querySelectorAll('[role="dialog"]')]
  const press = (words: string): void => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')]
    buttons.find((button) => button.textContent.trim() === words)?.click()
  }
  return { dialogs, shown, press }
}

it.each([
  ['accept', '受理', { kind: 'accept' }],
  ['approve', '准予', { kind: 'approve' }],
  [
    'require-correction',
    '发出告知（1 处）',
    { kind: 'require-correction', correctionId: CORRECTION_ID, points: written.points },
  ],
  ['refuse-acceptance', '不予受理', { kind: 'refuse-acceptance', ...written.refusal }],
  ['deny', '不予批准', { kind: 'deny', reason: written.denialReason }],
  ['issue', '出证', { kind: 'issue', document: aTaskDetail().proposedResult }],
] satisfies [ActKind, string, object][])('%s: one question, whose yes is that act', async (kind, yes, act) => {
  const { dialogs, shown, press } = await ask(kind)
  expect(shown).toHaveLength(1)
  press(yes)
  expect(dialogs.emitted('decide')).toEqual([[act]])
})

it('asks nothing while nothing is to be asked', async () => {
  expect((await ask(undefined)).shown).toEqual([])
})

it('sends no notice that is not ready, and closes on "not yet"', async () => {
  const { dialogs, press } = await ask('require-correction', {
    ...written,
    points: [{ at: { kind: 'other' }, words: ' ' }],
  })
  press('发出告知（1 处）')
  expect(dialogs.emitted('decide')).toBeUndefined()
  press('再看看')
  expect(dialogs.emitted('update:asking')).toEqual([[undefined]])
})
