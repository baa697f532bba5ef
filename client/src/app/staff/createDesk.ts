import { uuidv7 } from '@onetrip/shared/lib/ids'
import type { StaffApi } from '../../api/staff'
import type { Desk } from '../../stores/desk'

const POLL_MS = 60_000
const POLL_KEY = 'onetrip.staff.pollMs'

/** The real clock, randomness and storage of this browser tab. */
export function createDesk(api: StaffApi): Desk {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  return {
    api,
    newId: () => uuidv7(Date.now(), random),
    storage: sessionStorage,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
    pollMs: readPollMs(),
    isOnline: () => navigator.onLine,
  }
}

/** A house with a poor line may set a longer pause on its machines. */
function readPollMs(): number {
  const ms = Number(localStorage.getItem(POLL_KEY))
  return Number.isFinite(ms) && ms >= 1000 ? ms : POLL_MS
}
