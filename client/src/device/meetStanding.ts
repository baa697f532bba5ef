import { assertNever } from '@onetrip/shared/lib/result'
import type { DeviceStanding } from '@onetrip/shared/wire/device'
import { markClosing, unmarkClosing } from '../db/closing'
import { LocalDatabase } from '../db/localDatabase'
import { nextWhenRevoked } from './nextWhenRevoked'
import { readUnsentOfTablet, type UnsentOfTablet } from './readUnsentOfTablet'

/** What the agent of a tablet that was called back is shown; undefined on any other. */
export type Revoked =
  /** `left: 0`: all has gone, and it is looked at once more before anything is destroyed. */
  | { readonly kind: 'handing-in'; readonly left: number }
  /** `unsent`: what was handed in, waited for a person's word, and went with the rest. */
  | { readonly kind: 'wiped'; readonly unsent: number }
  /** The browser would not let go of it; it is tried again at the next word of the server. */
  | { readonly kind: 'wipe-failed' }

/** What lies here in its second copy only: the database has lost it, or cannot read it. [SYNC-R20] */
export type LostSteps = {
  /** How many of them still have to go. */
  readonly count: () => Promise<number>
  /** Begins to send them; nobody waits for it here. */
  readonly send: () => void
}

export type StandingHandlers = {
  readonly db: LocalDatabase
  readonly lost: LostSteps
  readonly tell: (revoked: Revoked | undefined) => void
  readonly wipe: () => Promise<void>
  readonly log: (error: unknown) => void
}

/** Does what the server's word about the tablet asks for. */
export async function meetStanding(standing: DeviceStanding | undefined, handlers: StandingHandlers): Promise<void> {
  const { tell, lost } = handlers
  const lostCount = standing === undefined ? 0 : await countLost(handlers)
  const rowCount = standing === undefined ? 0 : (await readUnsentOfTablet(handlers.db)).movableCount
  const step = nextWhenRevoked(standing, rowCount + lostCount)
  switch (step.kind) {
    case 'go-on':
      await unmarkClosing(handlers.db)
      tell(undefined)
      return
    case 'hand-in':
      tell({ kind: 'handing-in', left: step.left })
      if (lostCount > 0) lost.send()
      return
    case 'wipe':
      tell(await destroy(handlers))
      return
    default:
      assertNever(step)
  }
}

/** A folder that cannot be looked into may hold something: the agent is told so, and nothing is destroyed. */
async function countLost({ lost, log }: StandingHandlers): Promise<number> {
  try {
    return await lost.count()
  } catch (error) {
    log(error)
    return 1
  }
}

/**
 * The screen is told first, so that work ends in every tab. A step of the last moment, whichever tab it is made in, is
 * on the disk and is counted, or was never called saved.
 */
async function destroy({ db, tell, wipe, log }: StandingHandlers): Promise<Revoked> {
  tell({ kind: 'handing-in', left: 0 })
  db.close()
  try {
    const { movableCount, count } = await countAnew(db.name)
    if (movableCount === 0) {
      await wipe()
      return { kind: 'wiped', unsent: count }
    }
    await db.open()
    return { kind: 'handing-in', left: movableCount }
  } catch (error) {
    log(error)
    await db.open().catch(log)
    return { kind: 'wipe-failed' }
  }
}

/**
 * Over a connection of its own, and so after all that another had begun to write. Where nothing is left, the same
 * transaction says that nothing may come.
 */
async function countAnew(name: string): Promise<UnsentOfTablet> {
  const db = new LocalDatabase(name)
  try {
    return await db.transaction('rw', db.outbox, db.uploads, db.meta, async () => {
      const unsent = await readUnsentOfTablet(db)
      if (unsent.movableCount === 0) await markClosing(db)
      return unsent
    })
  } finally {
    db.close()
  }
}
