import type { DepartmentEventReading } from '@onetrip/shared/department/message'
import type { DepartmentId } from '@onetrip/shared/lib/ids'
import type { ReceivedMessage } from './gateway'

/** Headers as they came in: any may be missing, or there twice. */
export type KnockHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** An event that is truly the department's; `text` is what was signed. */
export type OpenedEvent = {
  readonly message: ReceivedMessage
  readonly reading: DepartmentEventReading
  readonly text: string
}

/**
 * Tells a department's own messages from everybody else's. Undefined for an unknown department, a missing header, a
 * wrong signature and a stale time, alike: the sender never learns which.
 */
export type DepartmentDoor = {
  readonly openEvent: (knock: {
    readonly departmentId: DepartmentId
    readonly headers: KnockHeaders
    readonly body: Uint8Array
  }) => OpenedEvent | undefined
  readonly openPull: (knock: {
    readonly departmentId: DepartmentId
    readonly headers: KnockHeaders
    /** As it stood in the request line. */
    readonly path: string
  }) => ReceivedMessage | undefined
}
