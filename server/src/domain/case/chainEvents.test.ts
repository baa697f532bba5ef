import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { DistrictId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { StoredCase } from '../../db/caseFile'
import { chainEvents, NO_EVENT_HASH, type ChainContext } from './chainEvents'

const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const actor = {
  districtId: DistrictId.parse('430102'),
  role: 'reviewer',
  postId: 'p',
  personId: 'q',
  unitId: 'market-regulation',
} as const
const context: ChainContext = { actor, now: instantFromMs(0), sha256Hex }
// The chain reads these three of a case and nothing else.
const fresh = { caseId: 'c', eventCount: 0, eventHead: NO_EVENT_HASH } as unknown as StoredCase

it('[CASE-R12] numbers events from one and chains each to the one before', () => {
  const first = chainEvents(fresh, [{ kind: 'submitted' }, { kind: 'received' }], context)
  const second = chainEvents(first.stored, [{ kind: 'accepted' }], context)
  expect([...first.events, ...second.events].map((event) => event.seq)).toEqual([1, 2, 3])
  expect(second.stored.eventHead).toBe(second.events[0]?.hash)
})

it('[CASE-R12] shows a change: every hash after an altered event differs', () => {
  const told = chainEvents(fresh, [{ kind: 'submitted', detail: { insisted: false } }, { kind: 'received' }], context)
  const altered = chainEvents(fresh, [{ kind: 'submitted', detail: { insisted: true } }, { kind: 'received' }], context)
  expect(told.events.map((event, nth) => event.hash === altered.events[nth]?.hash)).toEqual([false, false])
})
