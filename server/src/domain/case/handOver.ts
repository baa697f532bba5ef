import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { isUnderWay, nextDispatch } from '@onetrip/shared/dispatch/dispatch'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredDispatch, StoredTask } from '../../db/caseFile'
import { extendRuling, type EventDraft, type Ruling } from './ruling'

/** Nothing is handed over at the counter that a courier has, or is just being asked to fetch. [DISP-R13] */
export function refuseHandOver(file: CaseFile, { taskId }: StoredTask): CaseRefusal | undefined {
  const underWay = file.dispatches.find((one) => one.taskId === taskId && isUnderWay(one.state))
  return underWay && { kind: 'wrong-status', status: underWay.state.status }
}

/** A sending that a courier refused is called off with the hand-over: nobody shall fetch it tomorrow. [DISP-R13] */
export function callOffRefused(ruling: Ruling, { taskId }: StoredTask, at: Instant): Ruling {
  const calledOff = ruling.file.dispatches.flatMap((one): StoredDispatch[] => {
    const step =
      one.taskId === taskId && one.state.status === 'requested' ? nextDispatch(one.state, CANCEL(at)) : undefined
    return step?.ok ? [{ ...one, state: step.value }] : []
  })
  const newById = new Map(calledOff.map((one) => [one.dispatchId, one]))
  const dispatches = ruling.file.dispatches.map((one) => newById.get(one.dispatchId) ?? one)
  const events = calledOff.map(({ dispatchId, state }): EventDraft => ({
    kind: 'dispatch-moved',
    taskId,
    detail: { dispatchId, status: state.status },
  }))
  return extendRuling(ruling, { file: { ...ruling.file, dispatches }, events })
}

const CANCEL = (at: Instant) => ({ type: 'cancel', at }) as const
