// Goal: what is unsent, stuck or unsigned for is never forgotten, and what is old enough is. Method: the pure plan, by
// examples for each limit and by a property over any mixture of cases.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Instant, instantFromMs } from '@onetrip/shared/lib/time'
import { aTaskOf } from '../../test/tabletPage'
import { casesToReach, closedAtMs, planForgetting, planRelief, type KeptFacts } from './forgetPlan'
import type { KeptAcknowledgement, OutboxState, UploadState } from './outboxEntry'

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-07-03T01:41:00.000Z')
const daysAgo = (days: number): number => NOW_MS - days * DAY_MS
const signed = (atMs: number): KeptAcknowledgement => ({
  keyId: 'k',
  epoch: 'e',
  digests: ['0'.repeat(64)],
  signature: 's',
  at: instantFromMs(atMs),
})
const applied = (days: number): OutboxState => ({
  kind: 'ended',
  how: 'applied',
  endedAtMs: daysAgo(days),
  acknowledgement: signed(daysAgo(days)),
})
const arrived = (days: number): UploadState => ({
  kind: 'arrived',
  arrivedAtMs: daysAgo(days),
  acknowledgement: signed(daysAgo(days)),
})
const waitingWords: OutboxState = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false }
const waitingScan: UploadState = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 }

/** One case `c` with one operation and one page. */
const kept = (entry: OutboxState, upload: UploadState): KeptFacts => ({
  entries: [{ seq: 1, opId: 'o', caseId: 'c', state: entry }],
  uploads: [{ caseId: 'c', scanId: 's', sizeBytes: 100, state: upload }],
  pages: [['c', 's']],
  lostCaseIds: [],
})
const plan = (facts: KeptFacts, closedDays?: number) =>
  planForgetting({
    ...facts,
    nowMs: NOW_MS,
    closedAtMsByCaseId: new Map(closedDays === undefined ? [] : [['c', daysAgo(closedDays)]]),
  })

describe('limits', () => {
  it('[SYNC-R21] an ended operation goes after 30 days, and not before', () => {
    expect(plan(kept(applied(29), arrived(29))).entries).toEqual([])
    expect(plan(kept(applied(30), arrived(30))).entries).toEqual([{ seq: 1, opId: 'o' }])
  })

  it('[SYNC-R21] a server whose clock was behind when it signed makes nothing old, nor does a tablet’s that was ahead keep it', () => {
    const heard = (days: number) => {
      const acknowledgement = signed(daysAgo(40))
      return kept(
        { kind: 'ended', how: 'applied', endedAtMs: daysAgo(days), acknowledgement },
        { kind: 'arrived', arrivedAtMs: daysAgo(days), acknowledgement },
      )
    }
    expect(plan(heard(1), 40)).toMatchObject({ entries: [], pages: [] })
    expect(plan(heard(29), 40)).toMatchObject({ entries: [], pages: [] })
    expect(plan(heard(30), 40)).toMatchObject({ entries: [{ opId: 'o' }], pages: [['c', 's']] })
    expect(plan(heard(-400), 40)).toMatchObject({ entries: [{ opId: 'o' }], pages: [['c', 's']] })
  })

  it('the readable copy of a scan goes 7 days after its case was closed, the page when both limits are past', () => {
    expect(plan(kept(applied(20), arrived(20)), 6).unreadable).toEqual([])
    expect(plan(kept(applied(20), arrived(20)), 7)).toMatchObject({ unreadable: [['c', 's']], pages: [] })
    expect(plan(kept(applied(30), arrived(30)), 6).pages).toEqual([])
    expect(plan(kept(applied(30), arrived(30)), 7)).toMatchObject({ unreadable: [], pages: [['c', 's']] })
  })

  it('a scan of an open case stays known, however long ago it arrived', () => {
    expect(plan(kept(applied(300), arrived(300)))).toMatchObject({ pages: [], unreadable: [] })
  })

  it('one page that waits, or words that are parked, keep all of their case', () => {
    const nothing = { entries: [], pages: [], unreadable: [] }
    expect(plan(kept(applied(90), waitingScan), 90)).toEqual(nothing)
    const parked: OutboxState = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } }
    expect(plan(kept(parked, arrived(90)), 90)).toEqual(nothing)
  })

  it('[SYNC-R21] a page that nobody is to send goes with its case, and not before that is closed', () => {
    const given = { ...kept(applied(90), arrived(90)), pages: [['c', 'given-up']] as const }
    expect(plan({ ...given, uploads: [] })).toMatchObject({ pages: [], unreadable: [] })
    expect(plan({ ...given, uploads: [] }, 29)).toMatchObject({ pages: [], unreadable: [['c', 'given-up']] })
    expect(plan({ ...given, uploads: [] }, 30)).toMatchObject({ pages: [['c', 'given-up']], unreadable: [] })
    expect(plan({ ...kept(applied(90), waitingScan), pages: [['c', 'given-up']] }, 30).pages).toEqual([])
  })

  it('what an older app sent without a signature stays', () => {
    const unsigned: OutboxState = { kind: 'ended', how: 'applied', endedAtMs: 0 }
    const facts = kept(unsigned, { kind: 'arrived', arrivedAtMs: 0 })
    expect(plan(facts, 90)).toEqual({ entries: [], pages: [], unreadable: [] })
    expect(planRelief(facts)).toEqual({ now: [], afterSending: [] })
  })
})

describe('any mixture', () => {
  const ageDays = fc.integer({ min: 0, max: 90 })
  const anyWords: fc.Arbitrary<OutboxState> = fc.oneof(
    fc.constant(waitingWords),
    fc.constant<OutboxState>({ kind: 'parked', because: { status: 'conflict', serverRevision: 1 } }),
    ageDays.map(applied),
    ageDays.map((days): OutboxState => ({ kind: 'ended', how: 'applied', endedAtMs: daysAgo(days) })),
    ageDays.map((days): OutboxState => ({ kind: 'ended', how: 'settled', endedAtMs: daysAgo(days) })),
  )
  const anyScan: fc.Arbitrary<UploadState> = fc.oneof(
    fc.constant(waitingScan),
    fc.constant<UploadState>({ kind: 'blocked', why: 'corrupt' }),
    ageDays.map(arrived),
    ageDays.map((days): UploadState => ({ kind: 'arrived', arrivedAtMs: daysAgo(days) })),
  )
  const caseIds = ['a', 'b', 'c', 'd']
  const anyCase = fc.constantFrom(...caseIds)
  const anyFacts = fc.record({
    entries: fc.array(fc.record({ caseId: anyCase, state: anyWords }), { maxLength: 12 }),
    uploads: fc.array(fc.record({ caseId: anyCase, state: anyScan, isHere: fc.boolean() }), { maxLength: 12 }),
    closedDays: fc.dictionary(anyCase, ageDays),
    lostCaseIds: fc.array(anyCase, { maxLength: 1 }),
  })

  it('[SYNC-R21] forgets nothing of a case of which anything is unsent or stuck, and nothing that is unsigned', () => {
    const seen = { forgotten: 0 }
    fc.assert(
      fc.property(anyFacts, ({ entries, uploads, closedDays, lostCaseIds }) => {
        const facts: KeptFacts = {
          entries: entries.map((entry, seq) => ({ ...entry, seq, opId: `o${seq}` })),
          uploads: uploads.map((upload, at) => ({ ...upload, scanId: `s${at}`, sizeBytes: at })),
          pages: uploads.flatMap(({ caseId, isHere }, at): [string, string][] => (isHere ? [[caseId, `s${at}`]] : [])),
          lostCaseIds,
        }
        const closed = Object.entries(closedDays).map(([id, days]): [string, number] => [id, daysAgo(days)])
        const planned = planForgetting({ ...facts, nowMs: NOW_MS, closedAtMsByCaseId: new Map(closed) })
        const pages = [...planned.pages, ...planned.unreadable, ...planRelief(facts).now.flatMap((room) => room.pages)]
        const gone = [
          ...facts.entries.filter(({ opId }) => planned.entries.some((entry) => entry.opId === opId)),
          ...facts.uploads.filter(({ scanId }) => pages.some((page) => page[1] === scanId)),
        ]
        seen.forgotten += gone.length
        for (const { caseId, state } of gone) {
          const ofCase = [...facts.entries, ...facts.uploads].filter((one) => one.caseId === caseId)
          expect(lostCaseIds).not.toContain(caseId)
          expect(ofCase.map((one) => one.state.kind)).not.toContain('waiting')
          expect(ofCase.map((one) => one.state.kind)).not.toContain('parked')
          expect(ofCase.map((one) => one.state.kind)).not.toContain('blocked')
          const isSettled = state.kind === 'ended' && state.how === 'settled'
          expect(isSettled || 'acknowledgement' in state).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
    expect(seen.forgotten, 'or the property says nothing').toBeGreaterThan(100)
  })
})

describe('room', () => {
  const page = (caseId: string, scanId: string, sizeBytes: number, state: UploadState) => ({
    caseId,
    scanId,
    sizeBytes,
    state,
  })

  it('comes at once from what arrived, and later from what can be sent, the soonest first', () => {
    const facts: KeptFacts = {
      lostCaseIds: [],
      entries: [
        { seq: 1, opId: 'o1', caseId: 'sent', state: applied(0) },
        { seq: 2, opId: 'o2', caseId: 'big', state: waitingWords },
        {
          seq: 3,
          opId: 'o3',
          caseId: 'stuck',
          state: { kind: 'parked', because: { status: 'conflict', serverRevision: 1 } },
        },
      ],
      uploads: [
        page('sent', '1', 500, arrived(0)),
        page('sent', 'gone', 500, arrived(0)),
        page('big', '2', 900, waitingScan),
        page('small', '3', 300, { ...waitingScan, offset: 100 }),
        page('small', '4', 50, arrived(1)),
        page('stuck', '5', 700, waitingScan),
      ],
      pages: [
        ['sent', '1'],
        ['big', '2'],
        ['small', '3'],
        ['small', '4'],
        ['stuck', '5'],
        ['draft', '6'],
      ],
    }
    const relief = planRelief(facts)
    expect(relief.now.map(({ caseId, bytes }) => [caseId, bytes])).toEqual([['sent', 500]])
    expect(relief.afterSending.map(({ caseId, bytes, toSendBytes }) => [caseId, bytes, toSendBytes])).toEqual([
      ['small', 350, 200],
      ['big', 900, 900],
    ])
    expect(casesToReach(relief.afterSending, 300).map(({ caseId }) => caseId)).toEqual(['small'])
    expect(casesToReach(relief.afterSending, 5000)).toHaveLength(2)
    expect(casesToReach(relief.afterSending, 0)).toEqual([])
  })
})

it('a case is closed when its last task is, and none without tasks', () => {
  const at = (text: string) => ({ status: 'closed', closedAt: Instant.parse(text), outcome: 'delivered' }) as const
  const first = aTaskOf(1, { state: at('2026-06-01T00:00:00.000Z') })
  const last = aTaskOf(2, { state: at('2026-06-09T00:00:00.000Z') })
  expect(closedAtMs({ tasks: [first, last] })).toBe(Date.parse('2026-06-09T00:00:00.000Z'))
  expect(closedAtMs({ tasks: [first, aTaskOf(3)] })).toBe(undefined)
  expect(closedAtMs({ tasks: [] })).toBe(undefined)
})
