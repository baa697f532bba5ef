import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { CaseId, DeviceId, OpId, StationId, TaskId } from '@onetrip/shared/lib/ids'
import { RecoveryId, VaultId } from '@onetrip/shared/wire/recovery'
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
const STATION = StationId.parse('430102014004')
const device = () => DeviceId.parse(newId())
const fact = { queryCode: 'ABCD', secondFact: { kind: 'pin', value: '1' } } as const

const recovery = () => ({ recoveryId: RecoveryId.parse(newId()) })
const aRecovery = () => ({
  ...recovery(),
  deviceId: device(),
  vaultId: VaultId.parse(newId()),
  officeWrap: {
    alg: 'hpke-p256-sha256-aes256gcm',
    keyId: '0'.repeat(16),
    enc: `${'B'.repeat(87)}=`,
    wrapped: 'B'.repeat(64),
  } as const,
  replyKey: `${'B'.repeat(87)}=`,
})

/** Each procedure, who may call it, and a call whose input is right. */
const PROCEDURES: readonly (readonly [string, readonly CallerName[], (caller: Caller) => Promise<unknown>])[] = [
  ['inbox.list', ['marketReviewer'], (caller) => caller.inbox.list({ show: 'open' })],
  ['task.open', ['marketReviewer'], (caller) => caller.task.open(key())],
  ['task.decide', ['marketReviewer'], (caller) => caller.task.decide(act())],
  ['case.content', ['agent'], (caller) => caller.case.content({ caseId: CaseId.parse(newId()) })],
  ['dispatch.list', ['dispatcher'], (caller) => caller.dispatch.list()],
  ['device.list', ['admin'], (caller) => caller.device.list()],
  ['device.mintCode', ['admin'], (caller) => caller.device.mintCode({ stationId: STATION })],
  ['device.callCodeBack', ['admin'], (caller) => caller.device.callCodeBack({ codeId: newId() })],
  ['device.revoke', ['admin'], (caller) => caller.device.revoke({ deviceId: device(), reason: '已报失' })],
  ['recovery.request', ['agent'], (caller) => caller.recovery.request(aRecovery())],
  ['recovery.answer', ['agent'], (caller) => caller.recovery.answer(recovery())],
  ['recovery.takeBack', ['agent'], (caller) => caller.recovery.takeBack(recovery())],
  ['recovery.list', ['admin'], (caller) => caller.recovery.list()],
  [
    'recovery.decide',
    ['admin'],
    (caller) => caller.recovery.decide({ ...recovery(), decision: 'refuse', reason: '没有来人' }),
  ],
  ['session.registerDevice', ['agent'], (caller) => caller.session.registerDevice({ deviceId: device() })],
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
