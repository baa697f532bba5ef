import type { Acknowledged, Acknowledgement, AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Instant } from '@onetrip/shared/lib/time'

/** Something that stands in the database, and when it came in. */
export type Stored = { readonly acknowledged: Acknowledged; readonly at: Instant }

/** Signs for what stands in the database. Call it for nothing else: a tablet lets go of what was acknowledged. */
export type Acknowledger = {
  /** One signature for all of them; there must be one at least. */
  readonly acknowledge: (stored: readonly Stored[], epoch: string) => Acknowledgement
  /** The keys that tablets are told to trust: the one that signs first, then those that follow or go. */
  readonly keys: readonly AcknowledgementKey[]
}
