import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CorrectionId, PostId } from '../lib/ids'
import { instantFromMs, parsePlainDate, type PlainDate } from '../lib/time'
import { COMMANDS_BY_STATUS, isCaseClosed, nextTask, type TaskCommand, type TaskCommandType } from './task'
import { TaskState } from './taskState'

const at = instantFromMs(1_700_000_000_000)
const later = instantFromMs(1_700_086_400_000)
const correction = {
  correctionId: CorrectionId.parse('01890000-0000-7000-8000-000000000001'),
  points: [{ at: { kind: 'other' }, words: '缺少租赁合同' }],
  askedAt: at,
} as const
const reviewerPostId = PostId.parse('01890000-0000-7000-8000-000000000002')
const document = { name: '食品经营许可证', number: 'JY2430102', issuedOn: parsePlainDate('2026-11-23') as PlainDate }
const decided = { receivedAt: at, acceptedAt: at, decidedAt: at }

const STATES: readonly TaskState[] = [
  { status: 'received', receivedAt: at },
  { status: 'received', receivedAt: later, askedAt: at, correctedAt: later },
  {
    status: 'correction-required',
    receivedAt: at,
    correction: { ...correction, points: [...correction.points] },
    reviewerPostId,
  },
  { status: 'not-accepted', receivedAt: at, reason: '不属于本机关职权', whereToGo: '区民政局', decidedAt: at },
  { status: 'accepted', receivedAt: at, acceptedAt: at },
  { status: 'approved', ...decided },
  { status: 'denied', ...decided, reason: '场所不符合要求' },
  { status: 'issued', ...decided, issuedAt: at, document },
  { status: 'closed', closedAt: at, outcome: 'delivered' },
]
const COMMANDS: readonly TaskCommand[] = [
  { type: 'require-correction', at, correction: { ...correction, points: [...correction.points] }, reviewerPostId },
  { type: 'corrected', at },
  { type: 'accept', at },
  { type: 'refuse-acceptance', at, reason: '不属于本机关职权', whereToGo: '区民政局' },
  { type: 'approve', at },
  { type: 'deny', at, reason: '场所不符合要求' },
  { type: 'issue', at, document },
  { type: 'deliver', at },
]
const anyState = fc.constantFrom(...STATES)
const anyCommand = fc.constantFrom(...COMMANDS)

describe('a task', () => {
  it('[CASE-R7] moves only by a command listed for its status, and is refused by name otherwise', () => {
    fc.assert(
      fc.property(anyState, anyCommand, (state, command) => {
        const allowed: readonly TaskCommandType[] = COMMANDS_BY_STATUS[state.status]
        const step = nextTask(state, command)
        if (!allowed.includes(command.type))
          expect(step).toEqual({ ok: false, error: { kind: 'wrong-status', status: state.status } })
        else if (step.ok) expect(step.value).not.toEqual(state)
        else expect(step.error).toEqual({ kind: 'asked-once' })
      }),
    )
  })

  it('ends in a state of the wire’s own shape, whatever is done to it', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyCommand, { maxLength: 12 }), (start, commands) => {
        const end = commands.reduce<TaskState>((state, command) => {
          const step = nextTask(state, command)
          return step.ok ? step.value : state
        }, start)
        expect(TaskState.parse(end)).toEqual(end)
      }),
    )
  })

  it('[CASE-R11] is asked about once: after the answer only accepting and refusing are left', () => {
    const [command] = COMMANDS
    const [received, corrected] = STATES
    if (!command || !received || !corrected) throw new Error('tables are empty')
    expect(nextTask(received, command).ok).toBe(true)
    expect(nextTask(corrected, command)).toEqual({ ok: false, error: { kind: 'asked-once' } })
    expect(nextTask(corrected, { type: 'accept', at: later }).ok).toBe(true)
  })

  it('goes back to the one who asked, its acceptance clock started anew', () => {
    const asked = STATES[2]
    if (!asked) throw new Error('tables are empty')
    expect(nextTask(asked, { type: 'corrected', at: later })).toEqual({
      ok: true,
      value: { status: 'received', receivedAt: later, askedAt: at, correctedAt: later, reviewerPostId },
    })
  })

  it.each(['issued', 'denied', 'not-accepted'] as const)(
    '%s and handed over, keeps when the organ received it',
    (status) => {
      const ready = STATES.find((state) => state.status === status)
      if (!ready) throw new Error('tables are empty')
      const closed = nextTask(ready, { type: 'deliver', at: later })
      expect(closed).toMatchObject({ ok: true, value: { status: 'closed', receivedAt: at, closedAt: later } })
    },
  )

  it('[CASE-R13] closes its case only with all the others', () => {
    const [open] = STATES
    const closed = STATES.at(-1)
    if (!open || !closed) throw new Error('tables are empty')
    expect(isCaseClosed([closed, closed])).toBe(true)
    expect(isCaseClosed([closed, open])).toBe(false)
    expect(isCaseClosed([])).toBe(false)
  })
})
