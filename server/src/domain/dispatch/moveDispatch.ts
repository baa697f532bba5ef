import { nextTask } from '@onetrip/shared/case/task'
import {
  nextDispatch,
  type Dispatch,
  type DispatchCommand,
  type DispatchRefusal,
} from '@onetrip/shared/dispatch/dispatch'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import type { CaseId, DispatchId } from '@onetrip/shared/lib/ids'
import { ok, type Result } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredDispatch } from '../../db/caseFile'
import { lockCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import { extendRuling, startRuling, type Ruling } from '../case/ruling'
import { replaceTask } from '../case/stepTask'
import type { House } from '../house'
import { saveRulings } from '../operations/saveRulings'
import { courierActor } from './courierActor'

export type DispatchKey = { readonly caseId: CaseId; readonly dispatchId: DispatchId }

/**
 * Moves a sending by what the courier said, with its event, and closes the task when what was sent has arrived: all
 * in this transaction. What is known already changes nothing. Call it last: it locks the feeds.
 */
export async function moveDispatch(
  tx: Tx,
  house: House,
  { caseId, dispatchId, command }: DispatchKey & { readonly command: DispatchCommand },
): Promise<Result<Dispatch, DispatchRefusal>> {
  const { districtId } = house
  const before = (await lockCaseFiles(tx, districtId, [caseId])).get(caseId)
  const stored = before?.dispatches.find((one) => one.dispatchId === dispatchId)
  if (!before || !stored) throw new Error(`dispatch ${dispatchId} is not in its case`)
  const step = nextDispatch(stored.state, command)
  if (!step.ok || canonicalJson(step.value) === canonicalJson(stored.state)) return step

  const now = house.clock()
  const moved: StoredDispatch = { ...stored, state: step.value }
  const ruling = deliverWith(moved, describeMove(before, stored, moved), now)
  const catalogue = await house.readCatalogue(tx, districtId)
  const { sha256Hex, startJobs } = house
  await saveRulings(tx, [{ before, ruling }], { actor: courierActor(districtId), now, sha256Hex, startJobs, catalogue })
  return ok(step.value)
}

/** One event for each step of the way, none for a further scan within it. */
function describeMove(file: CaseFile, before: StoredDispatch, after: StoredDispatch): Ruling {
  const dispatches = file.dispatches.map((one) => (one.dispatchId === after.dispatchId ? after : one))
  const { dispatchId, taskId, state } = after
  const refused = refusalOf(state)
  const hasMoved = before.state.status !== state.status || refused !== refusalOf(before.state)
  const detail = { dispatchId, status: state.status, ...(refused && { refused }) }
  return extendRuling(startRuling({ ...file, dispatches }), {
    events: hasMoved ? [{ kind: 'dispatch-moved', taskId, detail }] : [],
  })
}

const refusalOf = (dispatch: Dispatch): string | undefined =>
  dispatch.status === 'requested' ? dispatch.refused?.refusal.kind : undefined

/** A result in its holder's hands, or a refusal served: the task is at its end. One handed over before stays as it is. */
function deliverWith({ dispatchId, taskId, state }: StoredDispatch, ruling: Ruling, now: Instant): Ruling {
  const task = ruling.file.tasks.find((one) => one.taskId === taskId)
  if (state.status !== 'delivered' || !task) return ruling
  const at = state.deliveredAt < now ? state.deliveredAt : now
  const step = nextTask(task.state, { type: 'deliver', at })
  if (!step.ok || step.value.status !== 'closed') return ruling
  const closed = { ...task, revision: task.revision + 1, state: step.value }
  const detail = { manner: 'courier', dispatchId, deliveredAt: state.deliveredAt }
  return extendRuling(ruling, {
    file: replaceTask(ruling.file, closed),
    events: [{ kind: step.value.outcome, taskId, detail }],
  })
}
