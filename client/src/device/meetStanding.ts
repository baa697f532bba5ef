import { assertNever } from '@onetrip/shared/lib/result'
import type { DeviceStanding } from '@onetrip/shared/wire/device'
import type { LocalDatabase } from '../db/localDatabase'
import { nextWhenRevoked } from './nextWhenRevoked'
import { readUnsentOfTablet } from './readUnsentOfTablet'

/** What the agent of a tablet that was called back is shown; undefined on any other. */
export type Revoked =
  | { readonly kind: 'handing-in'; readonly left: number }
  | { readonly kind: 'wiped' }
  /** The browser would not let go of it; it is tried again at the next word of the server. */
  | { readonly kind: 'wipe-failed' }

export type StandingHandlers = {
  readonly db: LocalDatabase
  readonly tell: (revoked: Revoked | undefined) => void
  readonly wipe: () => Promise<void>
  readonly log: (error: unknown) => void
}

/** Does what the server's word about the tablet asks for. */
export async function meetStanding(
  standing: DeviceStanding | undefined,
  { db, tell, wipe, log }: StandingHandlers,
): Promise<void> {
  const movableCount = standing === undefined ? 0 : (await readUnsentOfTablet(db)).movableCount
  const step = nextWhenRevoked(standing, movableCount)
  switch (step.kind) {
    case 'go-on':
      tell(undefined)
      return
    case 'hand-in':
      tell({ kind: 'handing-in', left: step.left })
      return
    case 'wipe':
      try {
        await wipe()
        tell({ kind: 'wiped' })
      } catch (error) {
        log(error)
        tell({ kind: 'wipe-failed' })
      }
      return
    default:
      assertNever(step)
  }
}
