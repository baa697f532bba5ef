// Goal: what law counts from is when something was done, as far as the server can know it, not when the network let it in.
import { describe, expect, it } from 'vitest'
import type { CaseContent } from '@onetrip/shared/case/content'
import { CorrectionId } from '@onetrip/shared/lib/ids'
import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { CaseFile } from '../../db/caseFile'
import type { Actor } from '../actor'
import { agent, anOperation, aSubmit, contextFor, makeWords, now, pageRef, reviewer, uuid } from '../../../test/ruling'
import { decideOperation } from '../operations/decideOperation'
import { momentOfEvent } from './moment'
import { startRuling, type Ruling, type RulingContext } from './ruling'
import { settleWholeness } from './wholeness'

const HOUR_MS = 3_600_000
const after = (hours: number): Instant => addMs(now, hours * HOUR_MS)
const system: Actor = { ...reviewer, role: 'department-system' }

/** The ruling of an operation that reached the server so many hours after the case did, and has to be applied. */
function apply(
  file: CaseFile | undefined,
  op: Operation,
  by: Actor,
  hours: number,
  changes: Partial<RulingContext> = {},
): Ruling {
  const { outcome, ruling } = decideOperation(file, op, contextFor(by, { now: after(hours), ...changes }))
  expect(outcome).toMatchObject({ status: 'applied' })
  if (!ruling) throw new Error('applied without a ruling')
  return ruling
}

function arrive({ scans, ...rest }: CaseFile, hours: number): CaseFile {
  const here = { ...rest, scans: scans.map((scan) => ({ ...scan, arrivedAt: after(hours) })) }
  return settleWholeness(startRuling(here), contextFor(agent, { now: after(hours) })).file
}

const words = (changes: Partial<CaseContent>): CaseContent => makeWords({ delivery: { mode: 'pick-up' }, ...changes })
const whole = (capacity: CaseContent['capacity']): CaseFile =>
  arrive(apply(undefined, aSubmit({ content: words({ capacity }) }), agent, 0).file, 1)

type Step = {
  readonly by: Actor
  readonly kind: Operation['kind']
  readonly at: Instant
  readonly seen?: Instant
  readonly says?: object
}

/** A step on the only task, timed by whoever does it. */
function stepOn(file: CaseFile, { by, kind, at, seen, says = {} }: Step): Operation {
  const [task] = file.tasks
  const payload = { taskId: task?.taskId, ...says }
  const op = anOperation({ by, kind, payload, baseRevision: task?.revision ?? 0, n: file.case.eventCount + 20 })
  return { ...op, deviceTime: at, ...(seen && { lastServerTime: seen }) }
}

const stateOf = ({ file }: { readonly file: CaseFile }) => file.tasks[0]?.state

describe('a hand-over', () => {
  const denied = (): CaseFile => {
    const accepted = apply(
      whole('assist'),
      stepOn(whole('assist'), { by: reviewer, kind: 'task.accept', at: after(2) }),
      reviewer,
      2,
    ).file
    return apply(
      accepted,
      stepOn(accepted, { by: reviewer, kind: 'task.deny', at: after(3), says: { reason: '不符合要求' } }),
      reviewer,
      3,
    ).file
  }
  const handOver = (at: Instant, seen?: Instant): Step => ({
    by: agent,
    kind: 'task.hand-over',
    at,
    ...(seen && { seen }),
  })

  it('[CASE-R3] made without network counts from the counter, not from the day it was sent', () => {
    const file = denied()
    const ruling = apply(file, stepOn(file, handOver(after(5), after(4))), agent, 240)
    expect(stateOf(ruling)).toMatchObject({ status: 'closed', closedAt: after(5) })
    expect(ruling.events.map(({ detail }) => detail?.happenedAt)).toContain(after(5))
  })

  it('[CASE-R3] is never before the decision that it hands over, nor after it was heard of', () => {
    const file = denied()
    expect(stateOf(apply(file, stepOn(file, handOver(after(-999))), agent, 240))).toMatchObject({ closedAt: after(3) })
    expect(stateOf(apply(file, stepOn(file, handOver(after(999))), agent, 240))).toMatchObject({ closedAt: after(240) })
  })
})

describe('an answered correction', () => {
  const correctionId = CorrectionId.parse(uuid(401))
  const points = [{ at: { kind: 'material', materialCode: 'lease' }, words: '缺页' }]

  function answered(capacity: CaseContent['capacity']): CaseFile {
    const file = whole(capacity)
    const ask: Step = { by: reviewer, kind: 'task.require-correction', at: after(2), says: { correctionId, points } }
    const asked = apply(file, stepOn(file, ask), reviewer, 2).file
    const materials = [{ code: 'lease', how: 'scanned' as const, pages: [pageRef(1), pageRef(9)] }]
    const payload = { content: words({ capacity, materials }), answers: [correctionId], insisted: false }
    const op = anOperation({ by: agent, kind: 'case.correct', payload, baseRevision: 1, n: 50 })
    const sent = apply(asked, { ...op, deviceTime: after(10), lastServerTime: after(9) }, agent, 48).file
    expect(stateOf({ file: sent })).toMatchObject({ status: 'correction-required', answeredAt: after(10) })
    return arrive(sent, 72)
  }

  it('[CASE-R3] has reached the organ when a window collected it', () => {
    expect(stateOf({ file: answered('window') })).toMatchObject({ receivedAt: after(10), correctedAt: after(10) })
  })

  it('[CASE-R3] else when it is whole', () => {
    expect(stateOf({ file: answered('assist') })).toMatchObject({ receivedAt: after(72), correctedAt: after(72) })
  })
})

describe('a step of a department’s own system', () => {
  it.each([
    ['as it says', 4, 4],
    ['not before the receipt', -4, 1],
    ['not after we heard of it', 99, 24],
  ])('[DEPT-R15] happened %s', (_name, saidHours, tookHours) => {
    const file = whole('assist')
    const ruling = apply(file, stepOn(file, { by: system, kind: 'task.accept', at: after(saidHours) }), system, 24)
    expect(stateOf(ruling)).toMatchObject({ status: 'accepted', acceptedAt: after(tookHours) })
  })

  it('[DEPT-R15] is shown with its moment, and is not doubted where there is none', () => {
    expect(momentOfEvent({ at: after(24), detail: { happenedAt: after(4) } })).toBe(after(4))
    expect(momentOfEvent({ at: after(24), detail: {} })).toBe(after(24))
  })
})

it('[CASE-R3] a tablet that never saw a server’s time collected nothing before it was registered', () => {
  const op = { ...aSubmit(), deviceTime: after(-9999) }
  expect(apply(undefined, op, agent, 0, { deviceSince: after(-3) }).file.case).toMatchObject({
    collectedAt: after(-3),
    collectedEarliest: after(-3),
  })
})
