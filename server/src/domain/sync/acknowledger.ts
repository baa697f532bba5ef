import type { Acknowledged, Acknowledgement, AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'

/** Signs for what stands in the database. Call it for nothing else: a tablet lets go of what was acknowledged. */
export type Acknowledger = {
  readonly acknowledge: (acknowledged: Acknowledged, when: Pick<Acknowledgement, 'epoch' | 'at'>) => Acknowledgement
  /** The keys that tablets are told to trust: the one that signs first, then those that follow or go. */
  readonly keys: readonly AcknowledgementKey[]
}
