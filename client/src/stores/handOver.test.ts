import { expect, it } from 'vitest'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import type { Booking, Dispatch } from '@onetrip/shared/dispatch/dispatch'
import { Instant } from '@onetrip/shared/lib/time'
import { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { waitingForOwner } from './handOver'

const AT = Instant.parse('2026-07-03T01:41:00.000Z')
const TASK_ID = '01980000-0000-7000-8000-0000000000b1'
const ITEM = { itemCode: anItem().itemCode, version: 1 }
const booking: Booking = { waybill: { courier: 'sf', number: 'SF1' }, bookedAt: AT, trace: [] }

const rowWith = (dispatch?: Dispatch): StationCaseRow =>
  StationCaseRow.parse({
    kind: 'case',
    caseId: '01980000-0000-7000-8000-0000000000c1',
    stationId: '430102009001',
    revision: 1,
    receiptNumber: '4301020090012607030070012',
    applicantName: '样例',
    items: [ITEM],
    capacity: 'window',
    collectedAt: AT,
    scans: { arrived: 1, total: 1 },
    tasks: [
      {
        taskId: TASK_ID,
        item: ITEM,
        departmentId: 'market-regulation',
        revision: 4,
        state: { status: 'denied', receivedAt: AT, acceptedAt: AT, decidedAt: AT, reason: '不符合条件' },
      },
    ],
    dispatches: dispatch ? [{ dispatchId: '01980000-0000-7000-8000-0000000000d1', taskId: TASK_ID, dispatch }] : [],
  })

const cases: readonly (readonly [string, number, Dispatch | undefined])[] = [
  ['was never sent', 1, undefined],
  ['a courier is just being asked to fetch', 0, { status: 'requested', requestedAt: AT }],
  ['a courier fetches', 0, { status: 'booked', booking }],
  [
    'a courier refused',
    1,
    { status: 'requested', requestedAt: AT, refused: { refusal: { kind: 'account-refused' }, at: AT } },
  ],
  ['came back', 1, { status: 'returned', booking, returnedAt: AT }],
  ['was called off', 1, { status: 'cancelled', cancelledAt: AT, by: 'sender' }],
]
it.each(cases)('[DISP-R13] what %s waits for its owner: %i', (_what, count, dispatch) => {
  expect(waitingForOwner(rowWith(dispatch))).toHaveLength(count)
})
