import type { DistrictId } from '@onetrip/shared/lib/ids'
import { addMs, instantFromMs, instantToMs, type Instant } from '@onetrip/shared/lib/time'
import { countTries } from '../../db/attempts'
import type { Tx } from '../../db/transaction'

/** At most `max` tries in one window under this name. Buckets name hashes, never people. */
export type TryLimit = { readonly bucket: string; readonly max: number }

/** A try that was counted; given back when it turns out to be rightful. */
export type CountedTry = { readonly buckets: readonly string[]; readonly windowStart: Instant }

export type TryAnswer =
  | { readonly status: 'counted'; readonly counted: CountedTry }
  | { readonly status: 'too-many-tries'; readonly retryAfterSeconds: number }

const WINDOW_MS = 15 * 60_000

/**
 * Counts a try before it is made, so that many at once cannot slip through together. Over any limit it is refused
 * and counts nowhere: who is shut out by address must not shut out the name that is tried.
 */
export async function takeTry(
  tx: Tx,
  districtId: DistrictId,
  { limits, now }: { readonly limits: readonly TryLimit[]; readonly now: Instant },
): Promise<TryAnswer> {
  const windowStart = instantFromMs(Math.floor(instantToMs(now) / WINDOW_MS) * WINDOW_MS)
  const counted = { buckets: limits.map(({ bucket }) => bucket), windowStart }
  const countByBucket = await countTries(tx, districtId, { ...counted, by: 1 })
  const isOver = limits.some(({ bucket, max }) => (countByBucket.get(bucket) ?? 0) > max)
  if (!isOver) return { status: 'counted', counted }
  await giveBackTry(tx, districtId, counted)
  const windowEndMs = instantToMs(addMs(windowStart, WINDOW_MS))
  return { status: 'too-many-tries', retryAfterSeconds: Math.ceil((windowEndMs - instantToMs(now)) / 1000) }
}

/** A rightful try counts for nothing: a busy office behind one address is no attack. */
export async function giveBackTry(tx: Tx, districtId: DistrictId, counted: CountedTry): Promise<void> {
  await countTries(tx, districtId, { ...counted, by: -1 })
}

/** The part of a network address that one customer of a network holds: IPv4 whole, of IPv6 the first 64 bits. */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+[.]\d+[.]\d+[.]\d+)$/i.exec(address)?.[1]
  if (mapped || !address.includes(':')) return mapped ?? address
  const [head = '', tail = ''] = address.split('::')
  const front = head.split(':').filter((group) => group !== '')
  const back = tail.split(':').filter((group) => group !== '')
  const gap = address.includes('::') ? 8 - front.length - back.length : 0
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}
