// Goal: work leaves the queue by `applied` or by a person's word, and by nothing else, however often it is tried.
// Method: the pure answers for every state and outcome that there is, and the engine against a server that says no.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OpId } from '@onetrip/shared/lib/ids'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { makeSyncRig } from '../../test/syncRig'
import { postpone, settle } from './outbox'

const at = { nowMs: 1_000, random: 0.5 }

it('[SYNC-R5] waits for ever: no number of tries ends it', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (attempts) => {
      const state = { kind: 'waiting', attempts, notBeforeMs: 0, isUnsupported: false } as const
      expect(postpone(state, at)).toMatchObject({ kind: 'waiting', attempts: attempts + 1 })
    }),
  )
})

it.each([
  ['applied', 'ended'],
  ['refused', 'parked'],
  ['conflict', 'parked'],
  ['unsupported', 'waiting'],
] as const)('[SYNC-R5] an answer “%s” leaves it %s', (status, kind) => {
  const opId = OpId.parse('01980000-0000-7000-8000-0000000000d1')
  const outcomes = {
    applied: { status: 'applied', opId, revision: 1 },
    refused: { status: 'refused', opId, refusal: { kind: 'case-exists' } },
    conflict: { status: 'conflict', opId, serverRevision: 2 },
    unsupported: { status: 'unsupported', opId },
  } as const satisfies Record<string, OperationOutcome>
  const queued = {
    seq: 1,
    opId,
    caseId: '01980000-0000-7000-8000-0000000000c1' as never,
    deviceSeq: 1,
    state: { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false },
    sizeBytes: 1,
  } as const
  expect(settle(queued, outcomes[status], at).kind).toBe(kind)
})

it('[SYNC-R5] what the server refuses stays on the tablet for a person to look at, and its scans with it', async () => {
  const rig = makeSyncRig({
    server: () => ({
      push: async (frames) => ({
        kind: 'answer',
        answer: {
          epoch: 'e1',
          serverTime: '2026-07-03T01:41:00.000Z' as never,
          outcomes: frames.map(({ opId }) => ({ status: 'refused', opId, refusal: { kind: 'case-exists' } })),
        },
      }),
    }),
  })
  rig.takeIn(1, [10])
  await rig.runDry()
  expect(rig.disk.outbox.map(({ state }) => state.kind)).toEqual(['parked'])
  expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['waiting'])
  expect(rig.calls).not.toContain('offer')
})
