import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { isUnderWay } from '@onetrip/shared/dispatch/dispatch'
import { OpId, type CaseId, type TaskId } from '@onetrip/shared/lib/ids'
import type { StationCaseRow, TaskSummary } from '@onetrip/shared/wire/feedRow'
import { recordStep } from '../db/commands'
import { composeOperation } from './composeOperation'
import type { Tablet } from './tablet'

/** What waits at the station for its owner: decided, and with no courier, or back from one. [DISP-R13] */
export function waitingForOwner(row: StationCaseRow): TaskSummary[] {
  const underWay = new Set(row.dispatches.filter(({ dispatch }) => isUnderWay(dispatch)).map(({ taskId }) => taskId))
  return row.tasks.filter(
    ({ taskId, state }) => ['issued', 'denied', 'not-accepted'].includes(state.status) && !underWay.has(taskId),
  )
}

/** Records that the result, or the refusal, is in its owner's hands. Needs no network, and no copy of the case here. */
export async function handOver(
  tablet: Tablet,
  catalogue: Catalogue,
  { caseId, taskId, revision }: { readonly caseId: CaseId; readonly taskId: TaskId; readonly revision: number },
): Promise<void> {
  const opId = OpId.parse(tablet.newId())
  const operation = await composeOperation(tablet, catalogue, {
    opId,
    caseId,
    kind: 'task.hand-over',
    baseRevision: revision,
    payload: { taskId },
  })
  const body = new TextEncoder().encode(JSON.stringify(operation))
  await recordStep(tablet.store, {
    caseId,
    newScans: [],
    operations: [{ opId, body }],
    uploads: [],
    settles: [],
    atMs: tablet.nowMs(),
  })
}
