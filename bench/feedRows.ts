import type { TaskState } from '@onetrip/shared/case/taskState'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { StationCaseRow } from '@onetrip/shared/wire/feedRow'

/** Statuses of the planted cases, in turn. */
export const PLANTED_STATUSES = ['received', 'accepted', 'approved', 'closed'] as const

const FIRST_MS = Date.UTC(2026, 0, 5)
const MINUTE_MS = 60_000

/** The nth case of a station as a tablet is told of it, each later than the one before. Names are made up. */
export function makeStationRow(nth: number, stationId: string): StationCaseRow {
  const at = (minutes: number): string => instantFromMs(FIRST_MS + (nth + minutes) * MINUTE_MS)
  return StationCaseRow.parse({
    kind: 'case',
    caseId: uuidOf(1, nth),
    stationId,
    revision: 3,
    receiptNumber: `${stationId}260105${String(nth).padStart(7, '0')}`,
    applicantName: `样例${String.fromCodePoint(0x4e00 + (nth % 3000))}${String.fromCodePoint(0x4e00 + (nth % 2879))}`,
    items: [{ itemCode: '000131024000', version: 1 }],
    capacity: 'window',
    collectedAt: at(0),
    deliveryMode: 'courier',
    scans: { arrived: 4, total: 4 },
    pages: { arrived: 3, total: 3 },
    tasks: [
      {
        taskId: uuidOf(2, nth),
        item: { itemCode: '000131024000', version: 1 },
        departmentId: 'market-regulation',
        revision: 2,
        state: stateOf(nth, at),
      },
    ],
    dispatches: [],
  })
}

export const entityOf = (row: StationCaseRow): string => `case:${row.caseId}`

function stateOf(nth: number, at: (minutes: number) => string): unknown {
  const status: TaskState['status'] = PLANTED_STATUSES[nth % PLANTED_STATUSES.length] ?? 'received'
  const times = { receivedAt: at(1), acceptedAt: at(2), decidedAt: at(3), closedAt: at(4) }
  // The schema keeps of these what is true in the status.
  return { status, outcome: 'delivered', ...times }
}

/** Spread like ids that were minted: what is told apart by its first characters would look better than it is. */
function uuidOf(kind: number, nth: number): string {
  const spread = (Math.imul(nth + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')
  return `0199${spread.slice(0, 4)}-${spread.slice(4)}-7${kind}00-8000-${nth.toString(16).padStart(12, '0')}`
}
