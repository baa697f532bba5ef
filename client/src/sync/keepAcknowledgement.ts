import type { Instant } from '@onetrip/shared/lib/time'
import type { Acknowledgement } from '@onetrip/shared/wire/acknowledgement'
import type { KeptAcknowledgement } from '../db/outboxEntry'

/** What is kept of an acknowledgement beside the operation or scan that it speaks of; nothing where there was none. */
export const keepAcknowledgement = (
  acknowledgement: Acknowledgement | undefined,
  at: Instant | undefined,
): { readonly acknowledgement?: KeptAcknowledgement } =>
  acknowledgement && at ? { acknowledgement: { ...acknowledgement, at } } : {}
