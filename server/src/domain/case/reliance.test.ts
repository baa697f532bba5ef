// Goal: no decision rests on words that nobody in that department has seen.
// Method: one case, two items that share the area; the answer to the one's correction meets the other wherever it stands.
import { describe, expect, it } from 'vitest'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import { aField, aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import { CorrectionId, DepartmentId } from '@onetrip/shared/lib/ids'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { Actor } from '../actor'
import { agent, anOperation, aSubmit, contextFor, makeWords, now, pageRef, reviewer, uuid } from '../../../test/ruling'
import { decideOperation, type Decision } from '../operations/decideOperation'
import { startRuling, type RulingContext } from './ruling'
import { settleWholeness } from './wholeness'

const area = aField('area')
const lease = aMaterial('lease', { maxPages: 3 })
const asking = anItem({ form: [area, aField('owner')], materials: [lease] })
const relying = anItem({ itemCode: ItemCode.parse('000131024001'), form: [area] })
const items = [asking, relying]
const context = (by: Actor): RulingContext => contextFor(by, { items })

const correctionId = CorrectionId.parse(uuid(401))
const at = {
  area: { kind: 'field', fieldId: 'area' },
  lease: { kind: 'material', materialCode: 'lease' },
  other: { kind: 'other' },
} as const satisfies Record<string, CorrectionPoint['at']>

const words = (changes: Partial<CaseContent> = {}): CaseContent =>
  makeWords({
    items: items.map(({ itemCode, version }) => ({ itemCode, version })),
    fields: { area: '48', owner: '林𠮷' },
    ...changes,
  })

/** The file after an operation that has to be applied. */
function apply(file: CaseFile | undefined, op: Operation, by: Actor): CaseFile {
  const { outcome, ruling } = decideOperation(file, op, context(by))
  expect(outcome).toMatchObject({ status: 'applied' })
  if (!ruling) throw new Error('applied without a ruling')
  return ruling.file
}

function taskOf(file: CaseFile, { itemCode }: { readonly itemCode: ItemCode }): StoredTask {
  const task = file.tasks.find((one) => one.itemCode === itemCode)
  if (!task) throw new Error(`no task for ${itemCode}`)
  return task
}

type Act = readonly [kind: Operation['kind'], payload?: object]

const actOn = ({ taskId, revision }: StoredTask, [kind, payload = {}]: Act): Operation =>
  anOperation({ by: reviewer, kind, payload: { taskId, ...payload }, baseRevision: revision, n: revision + 10 })

/** A whole case whose one item is asked about at these places, and whose other one has come as far as these acts. */
function asked(places: readonly CorrectionPoint['at'][], acts: readonly Act[] = []): CaseFile {
  const sent = apply(undefined, aSubmit({ content: words() }), agent)
  const scans = sent.scans.map((scan) => ({ ...scan, arrivedAt: now }))
  const { file } = settleWholeness(startRuling({ ...sent, scans }), context(agent))
  const points = places.map((place) => ({ at: place, words: '请核对' }))
  const ask = actOn(taskOf(file, asking), ['task.require-correction', { correctionId, points }])
  const begin = apply(file, ask, reviewer)
  return acts.reduce((one, act) => apply(one, actOn(taskOf(one, relying), act), reviewer), begin)
}

function answer(file: CaseFile, changes: Partial<CaseContent>, by = context(agent)): Decision {
  const payload = { content: words(changes), answers: [correctionId], insisted: false }
  return decideOperation(file, anOperation({ by: agent, kind: 'case.correct', payload, baseRevision: 1, n: 50 }), by)
}

const LARGER = { fields: { area: '480', owner: '林𠮷' } }
const told = ({ ruling }: Decision) => ruling?.events.filter(({ kind }) => kind === 'content-changed')
const accepted: Act = ['task.accept']
const approved: Act = ['task.approve']
const denied: Act = ['task.deny', { reason: '不符合要求' }]

describe('another task that rests on what was changed', () => {
  it('[CASE-R18] is told, and nothing is decided on the words as they were', () => {
    const before = asked([at.lease])
    const decision = answer(before, LARGER)
    const { taskId } = taskOf(before, relying)
    expect(told(decision)).toEqual([
      { kind: 'content-changed', taskId, detail: { fields: ['area'], materials: [], parties: [] } },
    ])
    const file = decision.ruling?.file
    if (!file) throw new Error('not applied')
    const stale = actOn(taskOf(before, relying), accepted)
    expect(decideOperation(file, stale, context(reviewer)).outcome).toMatchObject({
      status: 'conflict',
      serverRevision: 2,
    })
    expect(taskOf(apply(file, actOn(taskOf(file, relying), accepted), reviewer), relying).state.status).toBe('accepted')
  })

  it.each([[[accepted]], [[accepted, approved]], [[accepted, denied]]])(
    '[CASE-R18] and is accepted, or more, keeps its ground where nobody asked for a change (%#)',
    (acts) => {
      expect(answer(asked([at.lease], acts), LARGER).outcome).toMatchObject({
        status: 'refused',
        refusal: {
          kind: 'content-problems',
          problems: [{ severity: 'error', kind: 'relied-on', place: { in: 'field', fieldId: 'area' } }],
        },
      })
    },
  )

  it.each([
    ['accepted', [accepted], 3],
    ['approved', [accepted, approved], 4],
    ['denied, and decided so', [accepted, denied], 3],
  ] as const)('[CASE-R18] and is %s, is told when that was asked for', (_name, acts, revision) => {
    for (const place of [at.area, at.other]) {
      const decision = answer(asked([place], acts), LARGER)
      expect(told(decision)).toHaveLength(1)
      expect(decision.ruling && taskOf(decision.ruling.file, relying).revision).toBe(revision)
    }
  })

  it('[CASE-R18] of a department that we cannot tell keeps its ground from the receipt on', () => {
    const outside = context(agent)
    const department = outside.catalogue.departments.get(DepartmentId.parse(reviewer.unitId))
    if (!department) throw new Error('no department')
    const departments = new Map([[department.departmentId, { ...department, meets: 'signed-http' as const }]])
    const by = { ...outside, catalogue: { ...outside.catalogue, departments } }
    expect(answer(asked([at.lease]), LARGER, by).outcome).toMatchObject({ refusal: { kind: 'content-problems' } })
    expect(answer(asked([at.area]), LARGER, by).outcome).toMatchObject({ status: 'applied' })
  })
})

describe('another task', () => {
  const [applicant] = words().parties
  if (!applicant) throw new Error('no applicant')

  it.each([
    ['papers and answers that it does not ask', { fields: { area: '48', owner: '林某' } }],
    [
      'a page of a paper that it does not ask',
      { materials: [{ code: 'lease', how: 'scanned' as const, pages: [pageRef(9)] }] },
    ],
    ['the telephone', { parties: [{ ...applicant, mobile: '13800138001' }] }],
    ['where the result goes', { delivery: { mode: 'pick-up' as const } }],
  ])('[CASE-R18] hears nothing of %s', (_name, changes) => {
    const decision = answer(asked([at.lease], [accepted]), changes)
    expect(decision.outcome).toMatchObject({ status: 'applied' })
    expect(told(decision)).toEqual([])
  })

  it('[CASE-R18] rests on who applies', () => {
    const parties = [{ ...applicant, name: '林某' }]
    expect(answer(asked([at.lease], [accepted]), { parties }).outcome).toMatchObject({
      refusal: { problems: [{ kind: 'relied-on', place: { in: 'party', property: 'name' } }] },
    })
    const point = { kind: 'party', partyRole: 'applicant' } as const
    expect(told(answer(asked([point], [accepted]), { parties }))).toMatchObject([
      { detail: { parties: ['applicant'] } },
    ])
  })
})
