import type { TaskAnnouncement } from '@onetrip/shared/department/message'
import type { DepartmentId } from '@onetrip/shared/lib/ids'

/**
 * One thing to tell a department's own system. `messageId` is minted once, with the row that makes it due, and
 * stays the same on every try: it is how the department knows a repeat.
 */
export type Announcement = { readonly messageId: string; readonly announcement: TaskAnnouncement }

/**
 * What the department said. Everything but `registered` needs a person: asking again would change nothing.
 * `answer` is the raw text, at most 64 KB, kept as evidence and never shown as HTML.
 */
export type AnnounceAnswer =
  | { readonly status: 'registered'; readonly registrationNumber: string }
  /** It said no: the announcement, or our key, is not welcome there. */
  | { readonly status: 'refused'; readonly httpStatus: number; readonly answer: string }
  /** It said yes in a form that we cannot read, so we do not know its number. */
  | { readonly status: 'unreadable'; readonly httpStatus: number; readonly answer: string }

/** The way to a department that has a system of its own. Throws `DepartmentOutage`; the same call may be made again. */
export type DepartmentGateway = { readonly announce: (announcement: Announcement) => Promise<AnnounceAnswer> }

/**
 * Why no answer came. `not-connected`: no address is listed for this department, yet. `address-refused`: the host is
 * not, or no longer, at an address that we may call.
 */
export type OutageReason =
  | 'not-connected'
  | 'unresolved'
  | 'address-refused'
  | 'unreachable'
  | 'timeout'
  | 'busy'
  | 'redirected'
  | 'answer-too-large'

const IS_AWAY: Readonly<Record<OutageReason, boolean>> = {
  'not-connected': true,
  unresolved: true,
  'address-refused': true,
  unreachable: true,
  timeout: true,
  busy: false,
  redirected: true,
  'answer-too-large': false,
}

/** Whether the next message to this department would fare alike: `busy` and a flood may be about the one message. */
export const isAway = ({ reason }: DepartmentOutage): boolean => IS_AWAY[reason]

/** No answer, or “not now”: it may have been taken in all the same, so repeat with the same `messageId`. */
export class DepartmentOutage extends Error {
  override readonly name = 'DepartmentOutage'
  readonly reason: OutageReason
  /** As long as the department asks us to wait: at least one second, at most one day. */
  readonly retryAfterSeconds: number | undefined

  constructor(reason: OutageReason, details: { retryAfterSeconds?: number | undefined; cause?: unknown } = {}) {
    super(`department outage: ${reason}`, { cause: details.cause })
    this.reason = reason
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** What makes a signed message from a department the same message: its id, and the SHA-256 (hex) of what was signed. */
export type ReceivedMessage = {
  readonly departmentId: DepartmentId
  readonly messageId: string
  readonly sha256: string
}
