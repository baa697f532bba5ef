import type { PostId } from '../lib/ids'
import { assertNever, err, ok, type Result } from '../lib/result'
import type { Instant } from '../lib/time'
import type { Correction } from './correction'
import type { IssuedDocument, TaskState, TaskStatus } from './taskState'

/** What may happen to a task. Every command carries its time: this file reads no clock. */
export type TaskCommand =
  | {
      readonly type: 'require-correction'
      readonly at: Instant
      readonly correction: Correction
      readonly reviewerPostId?: PostId
    }
  | { readonly type: 'corrected'; readonly at: Instant }
  | { readonly type: 'accept'; readonly at: Instant }
  | { readonly type: 'refuse-acceptance'; readonly at: Instant; readonly reason: string; readonly whereToGo: string }
  | { readonly type: 'approve'; readonly at: Instant }
  | { readonly type: 'deny'; readonly at: Instant; readonly reason: string }
  | { readonly type: 'issue'; readonly at: Instant; readonly document: IssuedDocument }
  | { readonly type: 'deliver'; readonly at: Instant }
export type TaskCommandType = TaskCommand['type']

/** What may be done next. Buttons and the server's guard read this same table. */
export const COMMANDS_BY_STATUS = {
  received: ['accept', 'require-correction', 'refuse-acceptance'],
  'correction-required': ['corrected'],
  'not-accepted': ['deliver'],
  accepted: ['approve', 'deny'],
  approved: ['issue'],
  denied: ['deliver'],
  issued: ['deliver'],
  closed: [],
} as const satisfies Record<TaskStatus, readonly TaskCommandType[]>

/** Why a step is not open. */
export type TaskRefusal =
  | { readonly kind: 'wrong-status'; readonly status: TaskStatus }
  /** Everything missing had to be said at once (行政许可法 art. 32(4)); it has been said. */
  | { readonly kind: 'asked-once' }

/** Whether the status alone leaves the step open. */
export function isOpen(status: TaskStatus, type: TaskCommandType): boolean {
  const allowed: readonly TaskCommandType[] = COMMANDS_BY_STATUS[status]
  return allowed.includes(type)
}

/** The task after the command, or why not. Pure: no clock, no I/O. Source: docs/spec/case.md. */
export function nextTask(state: TaskState, command: TaskCommand): Result<TaskState, TaskRefusal> {
  switch (command.type) {
    case 'require-correction':
      return requireCorrection(state, command)
    case 'corrected':
      return corrected(state, command.at)
    case 'accept':
      return state.status === 'received'
        ? ok({ status: 'accepted', receivedAt: state.receivedAt, acceptedAt: command.at })
        : wrongStatus(state)
    case 'refuse-acceptance':
      return state.status === 'received'
        ? ok({
            status: 'not-accepted',
            receivedAt: state.receivedAt,
            reason: command.reason,
            whereToGo: command.whereToGo,
            decidedAt: command.at,
          })
        : wrongStatus(state)
    case 'approve':
      return state.status === 'accepted'
        ? ok({ ...state, status: 'approved', decidedAt: command.at })
        : wrongStatus(state)
    case 'deny':
      return state.status === 'accepted'
        ? ok({ ...state, status: 'denied', reason: command.reason, decidedAt: command.at })
        : wrongStatus(state)
    case 'issue':
      return state.status === 'approved'
        ? ok({ ...state, status: 'issued', issuedAt: command.at, document: command.document })
        : wrongStatus(state)
    case 'deliver':
      return deliver(state, command.at)
    default:
      return assertNever(command)
  }
}

type Step = Result<TaskState, TaskRefusal>

const wrongStatus = (state: TaskState): Step => err({ kind: 'wrong-status', status: state.status })

function requireCorrection(state: TaskState, command: Extract<TaskCommand, { type: 'require-correction' }>): Step {
  if (state.status !== 'received') return wrongStatus(state)
  if (state.correctedAt) return err({ kind: 'asked-once' })
  const { correction, reviewerPostId } = command
  return ok({
    status: 'correction-required',
    receivedAt: state.receivedAt,
    correction,
    ...(reviewerPostId && { reviewerPostId }),
  })
}

/** The acceptance clock starts anew when what was asked for has come in. */
function corrected(state: TaskState, at: Instant): Step {
  if (state.status !== 'correction-required') return wrongStatus(state)
  const { reviewerPostId, correction } = state
  const { askedAt } = correction
  return ok({ status: 'received', receivedAt: at, askedAt, correctedAt: at, ...(reviewerPostId && { reviewerPostId }) })
}

/** A result reaches its holder, or a refusal is served (送达): either way the task is at its end. */
function deliver(state: TaskState, at: Instant): Step {
  if (state.status !== 'issued' && state.status !== 'denied' && state.status !== 'not-accepted')
    return wrongStatus(state)
  const outcome = state.status === 'issued' ? 'delivered' : 'refusal-served'
  return ok({ status: 'closed', receivedAt: state.receivedAt, closedAt: at, outcome })
}

/** A case is closed when every task is; derived, never stored. A case without tasks is still on its way. */
export const isCaseClosed = (tasks: readonly TaskState[]): boolean =>
  tasks.length > 0 && tasks.every((task) => task.status === 'closed')
