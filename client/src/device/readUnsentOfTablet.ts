import { mintedAtMs } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Instant } from '@onetrip/shared/lib/time'
import type { LocalDatabase } from '../db/localDatabase'
import { readOpenLostSteps } from '../db/lostSteps'
import { bytesAtServer } from '../db/outboxEntry'
import { toQueued, toUploadEntry } from '../db/queries'

/** What has not arrived of all that lies on a tablet. */
export type UnsentOfTablet = {
  /** Operations and scans, those among them that wait for a person's word, and what lies in a second copy only. */
  readonly count: number
  readonly bytes: number
  /** When the oldest was made, by the tablet's clock. */
  readonly oldestAt: Instant | null
  /** How many of the tables go by themselves once the network allows. */
  readonly movableCount: number
}

/** As of one moment, and without opening any of them. */
export async function readUnsentOfTablet(db: LocalDatabase): Promise<UnsentOfTablet> {
  const { entries, uploads, lost } = await db.transaction('r', db.outbox, db.uploads, db.meta, async () => ({
    entries: (await db.outbox.where('state').anyOf('waiting', 'parked').toArray()).map(toQueued),
    uploads: (await db.uploads.where('state').anyOf('waiting', 'blocked').toArray()).map(toUploadEntry),
    lost: await readOpenLostSteps(db),
  }))
  const stuck = new Set<string>(entries.filter(({ state }) => state.kind === 'parked').map(({ caseId }) => caseId))
  // A parked operation holds back all that follows on its case, and the scans that it names. [SYNC-R6]
  const isMovable = ({ caseId, state }: { readonly caseId: string; readonly state: { readonly kind: string } }) =>
    state.kind === 'waiting' && !stuck.has(caseId)
  const opIds = [...entries, ...uploads, ...lost].flatMap(({ opId }) => opId ?? [])
  const madeAtMs = opIds.map(mintedAtMs)
  return {
    count: entries.length + uploads.length + lost.length,
    bytes:
      entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) +
      uploads.reduce((sum, { sizeBytes, state }) => sum + sizeBytes - bytesAtServer(state), 0),
    oldestAt: madeAtMs.length > 0 ? instantFromMs(Math.min(...madeAtMs)) : null,
    movableCount: [...entries, ...uploads].filter(isMovable).length,
  }
}
