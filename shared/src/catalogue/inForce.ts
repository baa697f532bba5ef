import { err, ok, type Result } from '../lib/result'
import type { PlainDate } from '../lib/time'
import type { ServiceItem } from './serviceItem'

/** Why no version of an item is in force on a day. `why` and `instead` are said only of a retired item. */
export type NotInForce =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-yet'; readonly from: PlainDate }
  | { readonly kind: 'expired'; readonly lastDay: PlainDate; readonly why?: string; readonly instead?: string }

/** Whether the version may be taken in on the day; its first and last day both count. */
export const isInForceOn = ({ effective }: ServiceItem, day: PlainDate): boolean =>
  effective.from <= day && (!effective.to || day <= effective.to)

/**
 * The version of one item that is in force on the day, the newest where two are. An item that ended
 * answers with its explanation; one that is only between two versions answers with the day it returns.
 */
export function itemOn(versions: readonly ServiceItem[], day: PlainDate): Result<ServiceItem, NotInForce> {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version)
  const current = newestFirst.find((item) => isInForceOn(item, day))
  if (current) return ok(current)

  const opening = versions.map((item) => item.effective.from).filter((from) => from > day)
  const from = opening.toSorted()[0]
  if (from) return err({ kind: 'not-yet', from })

  const ended = newestFirst[0]
  if (!ended?.effective.to) return err({ kind: 'unknown' })
  const { retired } = ended
  return err({
    kind: 'expired',
    lastDay: ended.effective.to,
    ...(retired && { why: retired.why, instead: retired.instead }),
  })
}
