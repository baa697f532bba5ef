// Goal: a case is said to have arrived only when nothing of it is here alone, in the tables or in a second copy, and
// the server has said so.
import { expect, it } from 'vitest'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { LostState } from '../db/lostSteps'
import { aTablet } from '../../test/agentTablet'
import { recordStep } from '../db/commands'
import { readUnsentOf, type Unsent } from '../db/unsent'
import { whereaboutsIn } from './whereabouts'

const [caseId, other] = ['c1', 'c2'].map((end) => CaseId.parse(`01980000-0000-7000-8000-0000000000${end}`))
const opId = OpId.parse('01980000-0000-7000-8000-0000000000f1')

const nothing: Unsent = { entries: [], uploads: [], lost: [], taken: new Set() }
const whereOf = (unsent: Partial<Unsent>, { of = caseId, isTold = true } = {}) =>
  of && whereaboutsIn({ kind: 'ready', value: { ...nothing, ...unsent } }, { caseId: of, isTold })
const lostAs = (state: LostState, ofOperation = true): Partial<Unsent> => ({
  lost: [{ name: 'a', ...(ofOperation && { opId }), ...(caseId && { caseId }), state }],
})

it('[SYNC-R20] takes what lies in a second copy only for here, and what the server did not take from it for stuck', () => {
  expect(whereOf({})).toEqual({ kind: 'arrived' })
  expect(whereOf(lostAs({ kind: 'waiting' }))).toEqual({ kind: 'only-here', scans: 0 })
  // The words of a page that goes by itself are at the server.
  expect(whereOf(lostAs({ kind: 'waiting' }, false))).toEqual({ kind: 'scans-here', scans: 1 })
  expect(whereOf(lostAs({ kind: 'not-taken', why: { status: 'scan-refused' } }))).toEqual({ kind: 'stuck' })
  expect(whereOf(lostAs({ kind: 'waiting' }), { of: other })).toEqual({ kind: 'arrived' })
})

it('[SYNC-R16] says of no case that it arrived that neither the server nor its signature tells of', () => {
  expect(whereOf({}, { isTold: false })).toEqual({ kind: 'unproven' })
  expect(whereOf({ taken: new Set([String(caseId)]) }, { isTold: false })).toEqual({ kind: 'arrived' })
})

it('[SYNC-R16] takes no word about a step that was not taken for a case that came', async () => {
  const { store } = await aTablet('taken')
  const handIn = async (kind: string) => {
    const body = new TextEncoder().encode(JSON.stringify({ kind }))
    const operations = [{ opId: OpId.parse(crypto.randomUUID()), body }]
    if (caseId) await recordStep(store, { caseId, newScans: [], operations, uploads: [], settles: [], atMs: 1 })
    await store.db.outbox
      .toCollection()
      .modify({ state: 'ended', detail: { kind: 'ended', how: 'applied', endedAtMs: 1 } })
    return caseId && [...(await readUnsentOf(store, [caseId])).taken]
  }
  expect(await handIn('case.settle')).toEqual([])
  expect(await handIn('case.submit')).toEqual([caseId])
})

it('knows nothing before the tables were read, nor where they cannot be', () => {
  const unread = [{ kind: 'reading' }, { kind: 'failed', last: undefined }] as const
  expect(unread.map((live) => caseId && whereaboutsIn(live, { caseId, isTold: true }))).toEqual([
    { kind: 'unknown', why: 'reading' },
    { kind: 'unknown', why: 'failed' },
  ])
})
