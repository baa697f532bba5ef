import { computed, onScopeDispose, type ComputedRef } from 'vue'
import { readKept } from '../db/forget'
import { casesToReach, planRelief, type CaseRoom } from '../db/forgetPlan'
import { createLive, lastOf } from './live'
import { RESERVE_BYTES } from './proveSpace'
import { useTablet } from './tablet'

type Room = { readonly cases: number; readonly bytes: number }

/** Where room can come from: `now`, and `later`, once so many cases were sent. Undefined until it was looked up. */
export type ReliefWords = { readonly now: Room; readonly later: Room }

/** Kept true while the calling scope lives; it reads what was handed in whole, so nobody follows it without need. */
export function useRelief(): ComputedRef<ReliefWords | undefined> {
  const { db } = useTablet().store
  const live = createLive(async () => planRelief(await readKept(db)))
  onScopeDispose(live.follow())
  return computed(() => {
    const relief = lastOf(live.state.value)
    if (!relief) return undefined
    const now = roomOf(relief.now)
    return { now, later: roomOf(casesToReach(relief.afterSending, RESERVE_BYTES - now.bytes)) }
  })
}

const roomOf = (rooms: readonly CaseRoom[]): Room => ({
  cases: rooms.length,
  bytes: rooms.reduce((total, { bytes }) => total + bytes, 0),
})
