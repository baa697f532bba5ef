import { expect, it } from 'vitest'
import { Instant } from '../lib/time'
import { deliveryStage } from './deliveryStage'
import type { Dispatch } from './dispatch'

const at = Instant.parse('2026-11-24T01:00:00.000Z')
const booking = { waybill: { courier: 'sf', number: 'SF1' }, bookedAt: at, trace: [] } as const
const refused = { status: 'requested', requestedAt: at, refused: { refusal: { kind: 'no-capacity' }, at } } as const

it.each([
  ['pick-up', [], 'to-collect'],
  ['courier', [], 'to-send'],
  ['courier', [{ status: 'requested', requestedAt: at }], 'to-send'],
  ['courier', [refused], 'to-send'],
  ['courier', [{ status: 'booked', booking: { ...booking, trace: [] } }], 'to-send'],
  ['courier', [{ status: 'in-transit', booking: { ...booking, trace: [] }, since: at }], 'on-its-way'],
  ['courier', [{ status: 'returned', booking: { ...booking, trace: [] }, returnedAt: at }], 'to-collect'],
  [
    'courier',
    [
      { status: 'cancelled', cancelledAt: at, by: 'courier' },
      { status: 'picked-up', booking: { ...booking, trace: [] }, since: at },
    ],
    'on-its-way',
  ],
] satisfies ['pick-up' | 'courier', Dispatch[], string][])('%s with %j is %s', (mode, dispatches, stage) => {
  expect(deliveryStage(mode, dispatches)).toBe(stage)
})
