import { assertNever } from '../lib/result'
import type { Instant } from '../lib/time'
import type { TraceEvent, TraceKind } from './traceEvent'

/** How far a parcel has come. `turned-back` is last: what happens after it happens on the way home. */
export const REACHED = ['booked', 'picked-up', 'in-transit', 'out-for-delivery', 'turned-back'] as const
export type Reached = (typeof REACHED)[number]
type Step = Exclude<Reached, 'booked' | 'turned-back'>

/** Where the scans say a booked parcel is. */
export type Progress =
  | { readonly status: 'booked' }
  | { readonly status: Step; readonly since: Instant }
  | { readonly status: 'exception'; readonly since: Instant; readonly problem: TraceKind; readonly reached: Reached }
  | { readonly status: 'lost'; readonly since: Instant; readonly reached: Reached }
  | { readonly status: 'delivered'; readonly deliveredAt: Instant }
  | { readonly status: 'returned'; readonly returnedAt: Instant }
  | { readonly status: 'cancelled'; readonly by: 'courier'; readonly cancelledAt: Instant }

type OpenProgress = Exclude<Progress, { status: 'delivered' } | { status: 'returned' }>

type Effect =
  | { readonly does: 'move'; readonly to: Step }
  | { readonly does: 'nothing' | 'sign' | 'trouble' | 'lose' | 'turn-back' | 'come-home' | 'call-off' }

const EFFECT_BY_KIND = {
  'order-created': { does: 'nothing' },
  'pickup-scheduled': { does: 'nothing' },
  'pickup-failed': { does: 'trouble' },
  'picked-up': { does: 'move', to: 'picked-up' },
  'in-transit': { does: 'move', to: 'in-transit' },
  'arrived-at-destination': { does: 'move', to: 'in-transit' },
  'out-for-delivery': { does: 'move', to: 'out-for-delivery' },
  // In a locker or at a pick-up point it is near, but nobody has signed for it.
  'delivery-to-locker': { does: 'move', to: 'out-for-delivery' },
  'awaiting-pickup': { does: 'move', to: 'out-for-delivery' },
  delivered: { does: 'sign' },
  'signed-by-third-party': { does: 'sign' },
  'delivery-attempted': { does: 'trouble' },
  'recipient-unavailable': { does: 'trouble' },
  'address-issue': { does: 'trouble' },
  refused: { does: 'trouble' },
  redirected: { does: 'trouble' },
  damaged: { does: 'trouble' },
  exception: { does: 'trouble' },
  lost: { does: 'lose' },
  'return-initiated': { does: 'turn-back' },
  'in-return-transit': { does: 'turn-back' },
  'returned-to-sender': { does: 'come-home' },
  'order-cancelled': { does: 'call-off' },
  note: { does: 'nothing' },
} as const satisfies Record<TraceKind, Effect>

/** Reads a whole trace, sorted by time, from the booking on. Never from the last status: a late scan may explain it. */
export function followTrace(sortedTrace: readonly TraceEvent[]): Progress {
  return sortedTrace.reduce<Progress>(afterEvent, { status: 'booked' })
}

/** True when the courier has, or had, the parcel in hand. */
export function hasMoved(trace: readonly TraceEvent[]): boolean {
  return trace.some(({ kind }) => !['nothing', 'trouble', 'call-off'].includes(EFFECT_BY_KIND[kind].does))
}

function afterEvent(progress: Progress, event: TraceEvent): Progress {
  if (progress.status === 'delivered' || progress.status === 'returned') return progress
  const effect: Effect = EFFECT_BY_KIND[event.kind]
  const reached = reachedIn(progress)

  switch (effect.does) {
    case 'nothing':
      return progress
    case 'move':
      return move(progress, effect.to, event.at)
    case 'sign':
      // Who signs for a parcel on its way home is its sender.
      return reached === 'turned-back'
        ? { status: 'returned', returnedAt: event.at }
        : { status: 'delivered', deliveredAt: event.at }
    case 'trouble':
      if (progress.status === 'lost' || progress.status === 'cancelled') return progress
      return { status: 'exception', since: event.at, problem: event.kind, reached }
    case 'lose':
      return { status: 'lost', since: event.at, reached }
    case 'turn-back':
      return { status: 'exception', since: event.at, problem: event.kind, reached: 'turned-back' }
    case 'come-home':
      return { status: 'returned', returnedAt: event.at }
    case 'call-off':
      return reached === 'booked' ? { status: 'cancelled', by: 'courier', cancelledAt: event.at } : progress
    default:
      return assertNever(effect)
  }
}

// A scan from behind changes nothing, and does not end an exception either: after a failed delivery the parcel is
// back in order when it is out for delivery again, not when a depot has seen it.
function move(progress: OpenProgress, to: Step, at: Instant): Progress {
  const isBehind = REACHED.indexOf(to) < REACHED.indexOf(reachedIn(progress))
  return isBehind || progress.status === to ? progress : { status: to, since: at }
}

function reachedIn(progress: OpenProgress): Reached {
  switch (progress.status) {
    case 'exception':
    case 'lost':
      return progress.reached
    case 'cancelled':
      return 'booked'
    default:
      return progress.status
  }
}
