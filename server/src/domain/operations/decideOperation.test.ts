import { describe, expect, it } from 'vitest'
import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import { CorrectionId, PartyId } from '@onetrip/shared/lib/ids'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { CaseFile } from '../../db/caseFile'
import type { Actor } from '../actor'
import { settleWholeness } from '../case/wholeness'
import { startRuling, type Ruling, type RulingContext } from '../case/ruling'
import {
  agent,
  anOperation,
  aSubmit,
  contextFor,
  licence,
  makeWords,
  now,
  otherAgent,
  pageRef,
  reviewer,
  uuid,
} from '../../../test/ruling'
import { decideOperation } from './decideOperation'

const correctionId = CorrectionId.parse(uuid(401))
const ask = (file: CaseFile): Operation =>
  taskOperation(file, 'task.require-correction', {
    correctionId,
    points: [{ at: { kind: 'material', materialCode: 'lease' }, words: '租赁合同缺页' }],
  })

function taskOperation(file: CaseFile, kind: Operation['kind'], payload: object = {}, by: Actor = reviewer): Operation {
  const [task] = file.tasks
  return anOperation({
    by,
    kind,
    payload: { taskId: task?.taskId, ...payload },
    baseRevision: task?.revision ?? 0,
    n: file.case.eventCount + 7,
  })
}

/** The ruling of an operation that has to be applied. */
function apply(file: CaseFile | undefined, op: Operation, context: RulingContext): Ruling {
  const { outcome, ruling } = decideOperation(file, op, context)
  expect(outcome).toMatchObject({ status: 'applied' })
  if (!ruling) throw new Error('applied without a ruling')
  return ruling
}

/** The case with all its scans here, settled as the arrival of the last one settles it. */
function arrive(file: CaseFile): Ruling {
  const scans = file.scans.map((scan) => ({ ...scan, arrivedAt: now }))
  return settleWholeness(startRuling({ ...file, scans }), contextFor(agent))
}

const submitted = (changes: Parameters<typeof aSubmit>[0] = {}): CaseFile =>
  apply(undefined, aSubmit(changes), contextFor(agent)).file
const whole = (): CaseFile => arrive(submitted()).file
const steps = (...kinds: [Operation['kind'], object?][]): Ruling =>
  kinds.reduce<Ruling>(
    (ruling, [kind, payload]) => apply(ruling.file, taskOperation(ruling.file, kind, payload), contextFor(reviewer)),
    startRuling(whole()),
  )

describe('handing in', () => {
  it('[CASE-R1] is refused a second time, and a foreign case answers like a missing one', () => {
    const file = submitted()
    expect(decideOperation(file, aSubmit(), contextFor(agent)).outcome).toMatchObject({
      refusal: { kind: 'case-exists' },
    })
    expect(decideOperation(file, aSubmit({ by: otherAgent }), contextFor(otherAgent)).outcome).toMatchObject({
      refusal: { kind: 'case-not-found' },
    })
  })

  it('[CASE-R1] takes only a receipt number of the own station, once, and an author who is who they say', () => {
    const foreign = contextFor({ ...agent, unitId: '430102010001' })
    expect(decideOperation(undefined, aSubmit(), foreign).outcome).toMatchObject({
      refusal: { kind: 'malformed', where: 'payload.receiptNumber' },
    })
    const taken = contextFor(agent, { isReceiptNumberTaken: () => true })
    expect(decideOperation(undefined, aSubmit(), taken).outcome).toMatchObject({
      refusal: { kind: 'receipt-number-taken' },
    })
    expect(decideOperation(undefined, aSubmit(), contextFor(otherAgent)).outcome).toMatchObject({
      refusal: { kind: 'not-permitted' },
    })
    expect(decideOperation(undefined, aSubmit(), contextFor(reviewer)).outcome).toMatchObject({
      refusal: { kind: 'not-permitted' },
    })
  })

  it('[CASE-R2] lets the applicant insist on a gap, never on an error', () => {
    const gap = makeWords({ materials: [] })
    const missing = { severity: 'gap', kind: 'missing', place: { in: 'material', materialCode: 'lease' } }
    expect(decideOperation(undefined, aSubmit({ content: gap }), contextFor(agent)).outcome).toMatchObject({
      refusal: { kind: 'content-problems', problems: [missing] },
    })
    expect(submitted({ content: gap, insisted: true }).case.insisted).toBe(true)

    const [applicant] = makeWords().parties
    const error = makeWords({ parties: applicant ? [{ ...applicant, idNumber: '430199199003070010' }] : [] })
    expect(
      decideOperation(undefined, aSubmit({ content: error, insisted: true }), contextFor(agent)).outcome,
    ).toMatchObject({
      refusal: { kind: 'content-problems', problems: [{ severity: 'error', kind: 'id-checksum' }] },
    })
  })

  it('[CASE-R16] takes only a signature of somebody in the case, on the words that it comes with', () => {
    const { signature, fields } = makeWords()
    const refusal = (content: CaseContent) =>
      decideOperation(undefined, aSubmit({ content }), contextFor(agent)).outcome
    const problem = (kind: string) => ({
      refusal: { kind: 'content-problems', problems: [{ severity: 'error', kind }] },
    })
    expect(refusal(makeWords({ signature: { ...signature, partyId: PartyId.parse(uuid(399)) } }))).toMatchObject(
      problem('signature-by-other'),
    )
    expect(refusal({ ...makeWords(), fields: { ...fields, added: 'later' } })).toMatchObject(
      problem('signature-outdated'),
    )
    // Another photo of a paper changes nothing that was read and signed.
    submitted({ content: { ...makeWords(), materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(7)] }] } })
  })

  it('[CASE-R16] cannot judge a signature under a notice that is not in the catalogue any more', () => {
    const content = makeWords({ notice: { noticeCode: 'intake-notice', version: 9, shownAt: now } })
    submitted({ content: { ...content, signature: { ...content.signature, shownHash: 'f'.repeat(64) } } })
  })

  it('[CASE-R4] makes tasks only when the last scan is here', () => {
    const file = submitted()
    expect([file.tasks, file.case.wholeAt]).toEqual([[], null])
    const [first, ...others] = file.scans
    if (!first) throw new Error('no scan')
    const half = { ...file, scans: [{ ...first, arrivedAt: now }, ...others] }
    expect(settleWholeness(startRuling(half), contextFor(agent)).file.tasks).toEqual([])
    expect(whole().tasks.map((task) => task.state.status)).toEqual(['received'])
  })
})

describe('a correction', () => {
  const answer = (file: CaseFile, changes: { baseRevision?: number; items?: [] } = {}): Operation => {
    const content = makeWords({ materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(1), pageRef(9)] }] })
    const { baseRevision = file.case.revision } = changes
    return anOperation({
      by: agent,
      kind: 'case.correct',
      payload: { content, answers: [correctionId], insisted: false },
      baseRevision,
      n: 50,
    })
  }
  const asked = (): CaseFile => {
    const file = whole()
    return apply(file, ask(file), contextFor(reviewer)).file
  }

  it('[CASE-R5] takes effect when its scans have arrived, and goes back to the one who asked', () => {
    const answered = apply(asked(), answer(asked()), contextFor(agent)).file
    expect(answered.tasks[0]?.state.status).toBe('correction-required')
    expect(arrive(answered).file.tasks[0]?.state).toMatchObject({
      status: 'received',
      correctedAt: now,
      reviewerPostId: reviewer.postId,
    })
  })

  it('[CASE-R6] is a conflict where it names a page that was exchanged, on whatever revision', () => {
    const file = asked()
    const elsewhere = makeWords({ materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(7)] }] })
    const exchanged = { ...file, case: { ...file.case, content: elsewhere, replacedScans: [pageRef(1).scanId] } }
    expect(decideOperation(exchanged, answer(exchanged), contextFor(agent)).outcome).toMatchObject({
      status: 'conflict',
      serverRevision: file.case.revision,
    })
  })

  it('[CASE-R6] is none where a second exchange put the page back', () => {
    const file = asked()
    const back = { ...file, case: { ...file.case, replacedScans: [pageRef(1).scanId, pageRef(7).scanId] } }
    const content = makeWords({ materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(1)] }] })
    const named = { ...back, case: { ...back.case, content } }
    expect(decideOperation(named, answer(named), contextFor(agent)).outcome).toMatchObject({ status: 'applied' })
  })

  it('[CASE-R6] is a conflict on another revision, and refused when nobody asked', () => {
    const file = asked()
    expect(decideOperation(file, answer(file, { baseRevision: 0 }), contextFor(agent)).outcome).toMatchObject({
      status: 'conflict',
      serverRevision: 1,
    })
    expect(decideOperation(whole(), answer(whole()), contextFor(agent)).outcome).toMatchObject({
      refusal: { kind: 'correction-unanswered' },
    })
  })

  it('[CASE-R16] leaves a signature as it was taken in; other words need another one', () => {
    const asTaken = { ...makeWords().signature, shownHash: 'f'.repeat(64) }
    const file = asked()
    const old = { ...file, case: { ...file.case, content: makeWords({ signature: asTaken }) } }
    const outcomeOf = (content: CaseContent) => {
      const payload = { content, answers: [correctionId], insisted: false }
      const op = anOperation({ by: agent, kind: 'case.correct', payload, baseRevision: 1, n: 52 })
      return decideOperation(old, op, contextFor(agent)).outcome
    }
    expect(outcomeOf(makeWords({ signature: asTaken }))).toMatchObject({ status: 'applied' })
    expect(outcomeOf(makeWords({ signature: asTaken, fields: { other: 'words' } }))).toMatchObject({
      refusal: { problems: [{ kind: 'signature-outdated' }] },
    })
  })

  it('[CASE-R6] may not change what is applied for', () => {
    const file = asked()
    const content = makeWords({ items: [{ itemCode: licence.itemCode, version: 2 }] })
    const op = anOperation({
      by: agent,
      kind: 'case.correct',
      payload: { content, answers: [correctionId], insisted: false },
      baseRevision: 1,
      n: 51,
    })
    expect(decideOperation(file, op, contextFor(agent)).outcome).toMatchObject({ refusal: { kind: 'not-permitted' } })
  })
})

describe('a page that cannot arrive', () => {
  const exchange = (file: CaseFile, replaces: ScanRef, by: ScanRef, actor: Actor = agent) =>
    decideOperation(
      file,
      anOperation({ by: actor, kind: 'case.replace-scan', payload: { replaces: replaces.scanId, by }, n: 60 }),
      contextFor(actor),
    )
  const arriveOnly = (file: CaseFile, ...pages: readonly ScanRef[]): CaseFile => ({
    ...file,
    scans: file.scans.map((scan) =>
      pages.some((page) => page.scanId === scan.scanId) ? { ...scan, arrivedAt: now } : scan,
    ),
  })

  it('[CASE-R17] is exchanged for another, which is awaited in its place; nothing else changes', () => {
    const file = arriveOnly(submitted(), pageRef(2))
    const { outcome, ruling } = exchange(file, pageRef(1), pageRef(9))
    expect(outcome).toMatchObject({ status: 'applied', revision: 2 })
    expect(ruling?.file.case).toEqual({
      ...file.case,
      revision: 2,
      replacedScans: [pageRef(1).scanId],
      content: { ...file.case.content, materials: [{ code: 'lease', how: 'scanned', pages: [pageRef(9)] }] },
    })
    expect(ruling?.events).toMatchObject([
      { kind: 'scan-replaced', detail: { replaces: pageRef(1).scanId, by: pageRef(9).scanId } },
    ])
    const whole = ruling && settleWholeness(startRuling(arriveOnly(ruling.file, pageRef(9))), contextFor(agent))
    expect(whole?.file.tasks.map((task) => task.state.status)).toEqual(['received'])
  })

  it('[CASE-R17] makes the case whole at once where the other page has come before', () => {
    const twoPages = [{ code: 'lease', how: 'scanned' as const, pages: [pageRef(1), pageRef(3)] }]
    const file = arriveOnly(submitted({ content: makeWords({ materials: twoPages }) }), pageRef(2), pageRef(3))
    expect(exchange(file, pageRef(1), pageRef(3)).ruling?.file.tasks).toHaveLength(1)
  })

  it.each<[string, () => CaseFile, ScanRef]>([
    ['in a case that is whole', whole, pageRef(1)],
    ['that has arrived', () => arriveOnly(submitted(), pageRef(1)), pageRef(1)],
    ['that nobody has named', submitted, pageRef(5)],
    ['with the signature on it', submitted, pageRef(2)],
  ])('[CASE-R17] is not exchanged %s', (_where, make, replaces) => {
    expect(exchange(make(), replaces, pageRef(9)).outcome).toMatchObject({ refusal: { kind: 'wrong-status' } })
  })

  it('[CASE-R17] is exchanged by its own station only', () => {
    expect(exchange(submitted(), pageRef(1), pageRef(9), otherAgent).outcome).toMatchObject({
      refusal: { kind: 'case-not-found' },
    })
    expect(exchange(submitted(), pageRef(1), pageRef(9), reviewer).outcome).toMatchObject({
      refusal: { kind: 'not-permitted' },
    })
  })
})

describe('deciding', () => {
  it('[CASE-R8] is not for the one who took it in, unless the item waives that', () => {
    const file = whole()
    const both = { ...reviewer, personId: agent.personId }
    expect(decideOperation(file, taskOperation(file, 'task.accept'), contextFor(both)).outcome).toMatchObject({
      refusal: { kind: 'same-person' },
    })
    const waived = { ...licence, separation: { kind: 'waived', basis: '登记事项' } } as const
    apply(file, taskOperation(file, 'task.accept'), contextFor(both, { items: [waived] }))
  })

  it('[CASE-R9] makes the written act of each step, and sends home what has to arrive', () => {
    const issued = { document: { name: '食品经营许可证', number: 'JY1', issuedOn: '2026-11-23' } }
    const kindsOf = ({ documents, dispatches }: Ruling) => [documents.map(({ kind }) => kind), dispatches.length]
    expect(kindsOf(steps(['task.accept']))).toEqual([['acceptance'], 0])
    expect(kindsOf(steps(['task.accept'], ['task.approve']))).toEqual([[], 0])
    expect(kindsOf(steps(['task.accept'], ['task.deny', { reason: '场所不符合要求' }]))).toEqual([['denial'], 1])
    expect(kindsOf(steps(['task.refuse-acceptance', { reason: '不属于本机关', whereToGo: '区民政局' }]))).toEqual([
      ['not-accepted'],
      1,
    ])
    expect(kindsOf(steps(['task.accept'], ['task.approve'], ['task.issue', issued]))).toEqual([['result'], 1])
    expect(kindsOf(apply(whole(), ask(whole()), contextFor(reviewer)))).toEqual([['correction'], 0])
  })

  it('[CASE-R9] closes a task whose result is not on paper with the result itself', () => {
    const paperless = { ...licence, result: { name: '备案信息', paper: false } }
    const ready = steps(['task.accept'], ['task.approve']).file
    const issue = taskOperation(ready, 'task.issue', {
      document: { name: '备案信息', number: 'B1', issuedOn: '2026-11-23' },
    })
    const ruling = apply(ready, issue, contextFor(reviewer, { items: [paperless] }))
    expect(ruling.file.tasks[0]?.state).toMatchObject({ status: 'closed', outcome: 'delivered' })
    expect(ruling.dispatches).toEqual([])
  })

  it('[CASE-R7] is a conflict on another revision of the task, and nothing for another department', () => {
    const file = whole()
    const stale = anOperation({
      by: reviewer,
      kind: 'task.accept',
      payload: { taskId: file.tasks[0]?.taskId },
      baseRevision: 0,
      n: 60,
    })
    expect(decideOperation(file, stale, contextFor(reviewer)).outcome).toMatchObject({
      status: 'conflict',
      serverRevision: 1,
    })
    const stranger = { ...reviewer, unitId: 'fire-rescue' }
    expect(decideOperation(file, taskOperation(file, 'task.accept'), contextFor(stranger)).outcome).toMatchObject({
      refusal: { kind: 'case-not-found' },
    })
  })
})
