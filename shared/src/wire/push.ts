import * as z from 'zod/mini'
import { CaseRefusal } from '../case/refusal'
import { OpId } from '../lib/ids'
import { Instant } from '../lib/time'
import { Acknowledgement } from './acknowledgement'

/** What the server says of one operation. A repeat gets the first answer again. */
export const OperationOutcome = z.discriminatedUnion('status', [
  /**
   * Stored, now or on an earlier try. `revision` is the new one of what was changed. A tablet takes it for true only
   * with the answer's acknowledgement; desks, which keep nothing, get none.
   */
  z.object({
    status: z.literal('applied'),
    opId: OpId,
    revision: z.int(),
    /** When it came in, as it is acknowledged. */
    receivedAt: z.optional(Instant),
  }),
  /** A rule said no. Trying again will not help; a person must look. */
  z.object({ status: z.literal('refused'), opId: OpId, refusal: CaseRefusal }),
  /** Somebody else changed it first. Pull, then let the person choose. */
  z.object({ status: z.literal('conflict'), opId: OpId, serverRevision: z.int() }),
  /** One side is too old for this operation. Keep it, update, try again. */
  z.object({ status: z.literal('unsupported'), opId: OpId }),
])
export type OperationOutcome = z.infer<typeof OperationOutcome>

export const PushAnswer = z.object({
  epoch: z.string(),
  serverTime: Instant,
  outcomes: z.array(OperationOutcome),
  /** Of all that are applied. */
  acknowledgement: z.optional(Acknowledgement),
})
export type PushAnswer = z.infer<typeof PushAnswer>
