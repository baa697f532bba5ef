import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { ClockView } from '@onetrip/shared/deadline/taskClocks'
import { DepartmentId } from '@onetrip/shared/lib/ids'
import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { InboxAnswer, InboxInput, InboxLine } from '@onetrip/shared/wire/inbox'
import type * as z from 'zod/mini'
import { findInboxRows } from '../../db/inbox'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { clockViewOf, shownClock } from './shownClock'
import { byUrgency } from './urgency'

/** The tasks of the reviewer's own department, applicants masked. Closed ones stand as they were closed, newest first. */
export async function listInbox(
  house: House,
  actor: Actor,
  { show }: z.infer<typeof InboxInput>,
): Promise<InboxAnswer> {
  const departmentId = DepartmentId.parse(actor.unitId)
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const [catalogue, rows] = await Promise.all([
      house.readCatalogue(tx, actor.districtId),
      findInboxRows(tx, actor.districtId, { departmentId, show }),
    ])
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'inbox.list',
      entity: `department:${departmentId}`,
      detail: { show, count: rows.length },
    })
    const view = clockViewOf(catalogue, now)
    const lines = rows.map((row) => toLine(row, catalogue, view))
    return { lines: show === 'closed' ? lines : lines.toSorted(byUrgency), serverTime: now }
  })
}

function toLine(row: DepartmentTaskRow, catalogue: Catalogue, view: ClockView): InboxLine {
  const item = getItem(catalogue, row.item)
  const clock = shownClock({ collectedAt: row.collectedAt, state: row.task?.state, item }, view)
  const stationName = catalogue.stations.get(row.stationId)?.name ?? row.stationId
  return { row, itemName: item.name, stationName, ...(clock && { clock }) }
}
