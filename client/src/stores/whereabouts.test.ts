// Goal: a case is said to have arrived only when nothing of it is here alone, in the tables or in a second copy.
import { expect, it } from 'vitest'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { LostState } from '../db/lostSteps'
import type { Unsent } from '../db/unsent'
import { whereaboutsIn } from './whereabouts'

const [caseId, other] = ['c1', 'c2'].map((end) => CaseId.parse(`01980000-0000-7000-8000-0000000000${end}`))
const opId = OpId.parse('01980000-0000-7000-8000-0000000000f1')

const whereOf = (unsent: Partial<Unsent>, of = caseId) =>
  of && whereaboutsIn({ kind: 'ready', value: { entries: [], uploads: [], lost: [], ...unsent } }, of)
const lostAs = (state: LostState): Partial<Unsent> => ({
  lost: [{ name: 'a', opId, ...(caseId && { caseId }), state }],
})

it('[SYNC-R20] takes what lies in a second copy only for here, and what the server did not take from it for stuck', () => {
  expect(whereOf({})).toEqual({ kind: 'arrived' })
  expect(whereOf(lostAs({ kind: 'waiting' }))).toEqual({ kind: 'only-here', scans: 0 })
  expect(whereOf(lostAs({ kind: 'not-taken', why: { status: 'scan-refused' } }))).toEqual({ kind: 'stuck' })
  expect(whereOf(lostAs({ kind: 'waiting' }), other)).toEqual({ kind: 'arrived' })
})

it('knows nothing before the tables were read, nor where they cannot be', () => {
  const unread = [{ kind: 'reading' }, { kind: 'failed', last: undefined }] as const
  expect(unread.map((live) => caseId && whereaboutsIn(live, caseId))).toEqual([
    { kind: 'unknown', why: 'reading' },
    { kind: 'unknown', why: 'failed' },
  ])
})
