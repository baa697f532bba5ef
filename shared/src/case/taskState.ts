import * as z from 'zod/mini'
import { PostId } from '../lib/ids'
import { Instant, PlainDate } from '../lib/time'
import { Correction } from './correction'

/** A result as it will be printed: what it is called, its number, and for how long it holds. */
export const IssuedDocument = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  number: z.string().check(z.minLength(1), z.maxLength(60)),
  issuedOn: PlainDate,
  validUntil: z.optional(PlainDate),
})
export type IssuedDocument = z.infer<typeof IssuedDocument>

const Refused = { reason: z.string(), decidedAt: Instant }

/**
 * A task exists once its case is whole. Each status carries only the facts that are true in it.
 * `reviewerPostId` keeps a corrected case with the one who asked for the correction.
 */
export const TaskState = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('received'),
    receivedAt: Instant,
    /** Set once the one permitted correction has come in (一次性告知); between the two no clock ran. */
    askedAt: z.optional(Instant),
    correctedAt: z.optional(Instant),
    reviewerPostId: z.optional(PostId),
  }),
  z.object({
    status: z.literal('correction-required'),
    receivedAt: Instant,
    correction: Correction,
    /** When the answer was collected, once its words are in and its scans are still on their way. */
    answeredAt: z.optional(Instant),
    reviewerPostId: z.optional(PostId),
  }),
  z.object({ status: z.literal('not-accepted'), receivedAt: Instant, whereToGo: z.string(), ...Refused }),
  z.object({ status: z.literal('accepted'), receivedAt: Instant, acceptedAt: Instant }),
  z.object({ status: z.literal('approved'), receivedAt: Instant, acceptedAt: Instant, decidedAt: Instant }),
  z.object({ status: z.literal('denied'), receivedAt: Instant, acceptedAt: Instant, ...Refused }),
  z.object({
    status: z.literal('issued'),
    receivedAt: Instant,
    acceptedAt: Instant,
    decidedAt: Instant,
    issuedAt: Instant,
    document: IssuedDocument,
  }),
  z.object({
    status: z.literal('closed'),
    /** The organ's receipt; a task that was closed by an earlier release has none. */
    receivedAt: z.optional(Instant),
    closedAt: Instant,
    outcome: z.enum(['delivered', 'refusal-served']),
  }),
])
export type TaskState = z.infer<typeof TaskState>
export type TaskStatus = TaskState['status']
