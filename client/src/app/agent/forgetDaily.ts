import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { forgetDue } from '../../db/forget'
import { isQuotaError } from '../../db/quota'
import type { Tablet } from '../../stores/tablet'

const DAY_MS = 86_400_000
/** A timer of a day would begin anew each time that the tablet slept. */
const LOOK_MS = 3_600_000

type ForgetParts = {
  /** Takes second copies of operations away: one that is left would be taken for lost, and sent again. */
  readonly forgetCopies: (opIds: readonly string[]) => Promise<void>
  readonly every: (run: () => void, ms: number) => void
  readonly log: (error: unknown) => void
}

/** Forgets what need not be kept: when a tablet is opened, and once a day for as long as it stays open. */
export function forgetDaily(
  { store, me, nowMs }: Pick<Tablet, 'store' | 'me' | 'nowMs'>,
  { forgetCopies, every, log }: ForgetParts,
): void {
  const feedId = stationFeed(StationId.parse(me.unitId))
  const last = { atMs: -Infinity }
  const forget = async (): Promise<void> => {
    const { opIds } = await forgetDue(store, { feedId, nowMs: nowMs() })
    if (opIds.length > 0) await forgetCopies(opIds)
  }
  const run = (): void => {
    if (Math.abs(nowMs() - last.atMs) < DAY_MS) return
    last.atMs = nowMs()
    void forget().catch((error: unknown) => {
      // A full disk is told of where something could not be saved.
      if (!isQuotaError(error)) log(error)
    })
  }
  run()
  every(run, LOOK_MS)
}
