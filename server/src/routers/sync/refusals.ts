import { TRPCError } from '@trpc/server'
import type { OfferRefusal } from '../../domain/sync/offerScan'
import type { PullRefusal } from '../../domain/sync/pullFeeds'
import type { PushRefusal } from '../../domain/sync/pushFrames'

/** Everything to which the sync use cases say no as a whole. */
export type SyncRefusal = PushRefusal | PullRefusal | OfferRefusal

/**
 * What each means to a tablet. UNAUTHORIZED: the session is somebody else's, so sign in, and all is as it was;
 * FORBIDDEN: the session is right, and this tablet may not, so an administrator must look.
 */
const CODE_BY_REFUSAL = {
  'foreign-author': 'UNAUTHORIZED',
  'foreign-feed': 'UNAUTHORIZED',
  'foreign-device': 'FORBIDDEN',
  'foreign-upload': 'FORBIDDEN',
} as const satisfies Record<SyncRefusal, TRPCError['code']>

export type RefusalCode = (typeof CODE_BY_REFUSAL)[SyncRefusal]

export const codeOfRefusal = (refusal: SyncRefusal): RefusalCode => CODE_BY_REFUSAL[refusal]

/** A refusal as it goes over the wire. */
export const toTrpcError = (refusal: SyncRefusal): TRPCError =>
  new TRPCError({ code: codeOfRefusal(refusal), message: refusal })
