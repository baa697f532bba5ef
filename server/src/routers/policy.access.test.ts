import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { CaseId, OpId, TaskId } from '@onetrip/shared/lib/ids'
import { newId } from '../app/parts'
import { callerFor, openTestHouse, type TestHouse } from '../../test/house'
import { FOOD_LICENCE } from '../../test/samples'

type Caller = ReturnType<typeof callerFor>
const CALLERS = ['agent', 'marketReviewer', 'dispatcher', 'admin', 'nobody'] as const
type CallerName = (typeof CALLERS)[number]

const key = () => ({ caseId: CaseId.parse(newId()), itemCode: FOOD_LICENCE })
const act = () => ({
  opId: OpId.parse(newId()),
  caseId: CaseId.parse(newId()),
  taskId: TaskId.parse(newId()),
  baseRevision: 1,
  act: { kind: 'accept' } as const,
})
const fact = { queryCode: 'ABCD', secondFact: { kind: 'pin', value: '1' } } as const

/** Each procedure, who may call it, and a call whose input is right. */
const PROCEDURES: readonly (readonly [string, readonly CallerName[], (caller: Caller) => Promise<unknown>])[] = [
  ['inbox.list', ['marketReviewer'], (caller) => caller.inbox.list({ show: 'open' })],
  ['task.open', ['marketReviewer'], (caller) => caller.task.open(key())],
  ['task.decide', ['marketReviewer'], (caller) => caller.task.decide(act())],
  ['dispatch.list', ['dispatcher'], (caller) => caller.dispatch.list()],
  ['track.lookUp', ['nobody'], (caller) => caller.track.lookUp(fact)],
]

const callerOf = (test: TestHouse, name: CallerName): Caller =>
  name === 'nobody' ? callerFor(test.house) : callerFor(test.house, test.actors[name])

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'open'
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error)
  }
}

describe('who may call', () => {
  it('each procedure: its own role, and no other', async () => {
    await using test = await openTestHouse()
    for (const [path, allowed, call] of PROCEDURES) {
      for (const name of CALLERS) {
        const refused = name === 'nobody' ? 'UNAUTHORIZED' : 'FORBIDDEN'
        const expected = allowed.includes(name) ? 'open' : refused
        expect(await codeOf(call(callerOf(test, name))), `${name} calls ${path}`).toBe(expected)
      }
    }
  })
})
