import * as z from 'zod/mini'
import { DeviceId, FeedId } from '../lib/ids'
import { Instant } from '../lib/time'
import { DeviceReport, DeviceStanding } from './device'
import { FeedRow } from './feedRow'
import { MAX_PULL_CHANGES } from './protocol'
import { KeysDigest, ToldKeys } from './toldKeys'

/** How far a reader has come in each feed; 0 is the beginning. */
export const Cursors = z.record(FeedId, z.int().check(z.minimum(0)))
export type Cursors = z.infer<typeof Cursors>

export const PullInput = z.object({
  cursors: Cursors,
  limit: z.int().check(z.minimum(1), z.maximum(MAX_PULL_CHANGES)),
  /** A tablet's; older ones say nothing, and a desk is no device. */
  device: z.optional(DeviceReport),
  /** In its place, of one that has said the rest within the last minute. Absent from tablets of before 2026-12. */
  deviceId: z.optional(DeviceId),
  /** The `keysDigest` under which the reader keeps the keys of the house: these need not be told again. */
  keysKnown: z.optional(KeysDigest),
})
export type PullInput = z.infer<typeof PullInput>

/** An entity's last state in a feed, or the news that it left it (`row: null`). */
export const FeedChange = z.object({ feedId: FeedId, seq: z.int(), entityId: z.string(), row: z.nullable(FeedRow) })
export type FeedChange = z.infer<typeof FeedChange>

/** Applying `changes` and then storing `cursors`, in one transaction, loses and doubles nothing. */
export const PullAnswer = z.object({
  epoch: z.string(),
  serverTime: Instant,
  changes: z.array(FeedChange),
  cursors: Cursors,
  hasMore: z.boolean(),
  ...ToldKeys.shape,
  /** Of the device that asked. A revoked one gets no rows, whatever it asks. */
  standing: z.optional(DeviceStanding),
})
export type PullAnswer = z.infer<typeof PullAnswer>

/** A row as the server keeps it: checked when it was written. One that an older server wrote keeps no other from going. */
const KeptRow = z.custom<FeedRow>((row) => typeof row === 'object')

/** `PullAnswer` as the server tells it: five thousand rows are not checked again for each that reads them. */
export const ToldAnswer = z.extend(PullAnswer, {
  changes: z.array(z.extend(FeedChange, { row: z.nullable(KeptRow) })),
})

/** A row of a newer server, which this version of the app cannot read, as it came. [SYNC-R15] */
export const UnreadRow = z.pipe(
  z.looseObject({ kind: z.string() }),
  z.transform((raw) => ({ kind: 'unread' as const, raw })),
)
export type UnreadRow = z.infer<typeof UnreadRow>

/** A row that can be read, with all that a newer server says in it: what is not known yet waits for the app that does. */
const WholeRow = z.custom<FeedRow>((raw) => FeedRow.safeParse(raw).success)

/** A change as a reader takes it. All but the row has to be understood; a row that is not is no news that one left. */
export const PulledChange = z.extend(FeedChange, { row: z.nullable(z.union([WholeRow, UnreadRow])) })
export type PulledChange = z.infer<typeof PulledChange>

/** The server's answer as a reader takes it: one row that it cannot read keeps no other from it. */
export const PulledAnswer = z.extend(PullAnswer, { changes: z.array(PulledChange) })
export type PulledAnswer = z.infer<typeof PulledAnswer>

/** An SSE poke: a feed stands at `seq`. Losing one costs delay, never data. */
export const Poke = z.object({ feedId: FeedId, seq: z.int() })
export type Poke = z.infer<typeof Poke>
