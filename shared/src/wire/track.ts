import * as z from 'zod/mini'
import { DeliveryStage } from '../dispatch/deliveryStage'
import { Dispatch, DispatchStatus } from '../dispatch/dispatch'
import { Instant, PlainDate } from '../lib/time'

/** The code from the receipt and the fact that was chosen at intake. Sent in a body, never in a URL. */
export const TrackInput = z.object({
  queryCode: z.string().check(z.maxLength(40)),
  secondFact: z.object({ kind: z.enum(['phone-tail', 'id-tail', 'pin']), value: z.string().check(z.maxLength(20)) }),
})
export type TrackInput = z.infer<typeof TrackInput>

/** One item of the case in the resident's words: where it is, who holds it, by when. */
export const TrackedTask = z.object({
  itemName: z.string(),
  organName: z.string(),
  organPhone: z.string(),
  status: z.enum([
    'received',
    'correction-required',
    'not-accepted',
    'accepted',
    'approved',
    'denied',
    'issued',
    'closed',
  ]),
  outcome: z.optional(z.enum(['delivered', 'refusal-served'])),
  /** Which no it was; told also after the task is closed. */
  refused: z.optional(z.enum(['not-accepted', 'denied'])),
  /** How far what was decided is on its way to the resident. */
  delivery: z.optional(DeliveryStage),
  dueOn: z.optional(PlainDate),
  isProvisional: z.boolean(),
  /** What is still wanted, in the reviewer's words. */
  wanted: z.array(z.string()),
  reason: z.optional(z.string()),
  whereToGo: z.optional(z.string()),
})
export type TrackedTask = z.infer<typeof TrackedTask>

export const TrackedStep = z.object({
  at: Instant,
  kind: z.string(),
  itemName: z.optional(z.string()),
  organName: z.optional(z.string()),
  /** Of `dispatch-moved`: to where. */
  dispatchStatus: z.optional(DispatchStatus),
})
export type TrackedStep = z.infer<typeof TrackedStep>

export const TrackedCase = z.object({
  receiptNumber: z.string(),
  applicantMasked: z.string(),
  itemNames: z.array(z.string()),
  stationName: z.string(),
  stationPhone: z.optional(z.string()),
  /** `arriving`: words are here, scans still travel. `closed` when every task is. */
  stage: z.enum(['arriving', 'under-way', 'closed']),
  collectedAt: Instant,
  tasks: z.array(TrackedTask),
  steps: z.array(TrackedStep),
  dispatches: z.array(Dispatch),
})
export type TrackedCase = z.infer<typeof TrackedCase>

/** Wrong code and wrong fact answer alike, in the same time. */
export const TrackAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), case: TrackedCase, serverTime: Instant }),
  z.object({ status: z.literal('not-found') }),
  z.object({ status: z.literal('too-many-tries'), retryAfterSeconds: z.int() }),
])
export type TrackAnswer = z.infer<typeof TrackAnswer>
