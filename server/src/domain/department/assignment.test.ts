import { describe, expect, it } from 'vitest'
import type { TaskState } from '@onetrip/shared/case/taskState'
import { TaskId } from '@onetrip/shared/lib/ids'
import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { CaseContent } from '@onetrip/shared/case/content'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { agent, aSubmit, contextFor, makeWords, now, uuid } from '../../../test/ruling'
import { decideOperation } from '../operations/decideOperation'
import { assignmentOf } from './assignment'
import type { OwnTask } from './ownTask'

const DAY_MS = 86_400_000
const after = (days: number): Instant => addMs(now, days * DAY_MS)

type Changes = { readonly capacity?: CaseContent['capacity']; readonly wholeAt?: Instant; readonly item?: ServiceItem }

/** A task that stands so, in a case that was collected `now`. */
function ownTask(
  state: TaskState,
  { capacity = 'assist', wholeAt = after(1), item = anItem() }: Changes = {},
): OwnTask {
  const { ruling } = decideOperation(undefined, aSubmit({ insisted: true }), contextFor(agent))
  if (!ruling) throw new Error('not taken in')
  const { itemCode, version: itemVersion, departmentId } = item
  const { caseId } = ruling.file.case
  const task = { taskId: TaskId.parse(uuid(501)), caseId, itemCode, itemVersion, departmentId, revision: 1, state }
  const stored = { ...ruling.file.case, wholeAt, content: makeWords({ capacity }) }
  const { catalogue } = contextFor(agent, { items: [item] })
  return { task, file: { ...ruling.file, case: stored, tasks: [task] }, item, catalogue }
}

describe('what a department is told of a task', () => {
  it('keeps the receipt of a closed task, also when another item of the case was corrected since', () => {
    const closed = { status: 'closed', receivedAt: after(1), closedAt: after(5), outcome: 'delivered' } as const
    expect(assignmentOf(ownTask(closed, { wholeAt: after(30) }), after(40)).receivedAt).toBe(after(1))
  })

  it('falls back to the case where a task was closed before its receipt was kept', () => {
    const closed = { status: 'closed', closedAt: after(5), outcome: 'delivered' } as const
    expect(assignmentOf(ownTask(closed), after(6)).receivedAt).toBe(after(1))
    expect(assignmentOf(ownTask(closed, { capacity: 'window' }), after(6)).receivedAt).toBe(now)
  })

  it('has the last day of the limit that runs, for items without a limit to accept, too', () => {
    const { acceptance, ...limits } = anItem().limits
    expect(acceptance).toBeDefined()
    const item = anItem({ type: 'benefit', limits })
    const received = { status: 'received', receivedAt: after(1) } as const
    // 2026-11-23 is a Monday: ten working days from the door, five to accept a licence.
    expect(assignmentOf(ownTask(received, { item }), after(1)).dueOn).toBe('2026-12-07')
    expect(assignmentOf(ownTask(received), after(1)).dueOn).toBe('2026-11-30')
    const closed = { status: 'closed', receivedAt: after(1), closedAt: after(5), outcome: 'delivered' } as const
    expect(assignmentOf(ownTask(closed), after(6)).dueOn).toBe('2026-11-30')
  })
})
