import type { LocalDatabase } from './localDatabase'
import { mergeChanges, putPages, sweepOtherEpochs } from './feedPages'
import { NO_SYNC, readMeta, writeMeta, type SyncMeta } from './meta'
import type { LocalStore } from './localStore'
import { makeNewest, mergeNewest } from './newestCases'
import { createSendingStorage } from './sendingStorage'
import type { AppliedPull, SyncStorage } from './syncStorage'

/** The engine's storage on the tablet's database. One at a time for each agent, as there is one engine. */
export const createDexieSyncStorage = (store: LocalStore): SyncStorage => ({
  ...createSendingStorage(store),
  applyPull: (pull) => applyPull(store, pull),
})

async function applyPull(store: LocalStore, pull: AppliedPull): Promise<void> {
  const { db } = store
  const known = (await readMeta(db, 'sync')) ?? NO_SYNC
  const made = await mergeChanges(store, pull.changes, pull.epoch)
  const newest = await mergeNewest(store, pull.changes, made)
  const isSweepDue = known.isSweepDue && pull.hasMore
  await db.transaction('rw', db.feedPages, db.newestCases, db.meta, async () => {
    await putPages(db, made)
    await db.newestCases.bulkPut(newest)
    const { epoch, serverTime, atMs } = pull
    const fromTheStart = Object.fromEntries(made.lostFeeds.map((feedId) => [feedId, 0]))
    await writeMeta(db, 'sync', {
      epoch,
      cursors: { ...pull.cursors, ...fromTheStart },
      isSweepDue: known.isSweepDue,
      lastServerTime: serverTime,
      ...keysAfter(known, pull),
      lastSyncedAtMs: atMs,
    })
  })
  if (known.isSweepDue && !isSweepDue) await sweep(store, pull.epoch)
}

/** What of an answer names the keys of the house. */
export type KeysTold = Pick<AppliedPull, 'acknowledgementKeys' | 'envelopeKeys' | 'recoveryKey' | 'keysDigest'>

/** Keeps the keys that a store was told which nobody has unlocked: by them it believes that something has arrived. */
export async function keepKeys(db: LocalDatabase, told: KeysTold): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const known = (await readMeta(db, 'sync')) ?? NO_SYNC
    if (told.keysDigest !== undefined) await writeMeta(db, 'sync', { ...known, ...keysAfter(known, told) })
  })
}

/** Keys that were not told are those of before. A digest stands for the keys that came with it, and no others. */
function keysAfter(known: SyncMeta, pull: KeysTold) {
  const areTold = pull.acknowledgementKeys ?? pull.envelopeKeys ?? pull.recoveryKey
  const { recoveryKey = known.recoveryKey } = pull
  const keysDigest = areTold ? pull.keysDigest : known.keysDigest
  return {
    acknowledgementKeys: pull.acknowledgementKeys ?? known.acknowledgementKeys ?? [],
    envelopeKeys: pull.envelopeKeys ?? known.envelopeKeys ?? [],
    ...(recoveryKey && { recoveryKey }),
    ...(keysDigest !== undefined && { keysDigest }),
  }
}

/** Repeats until it is done: the mark is taken away in the transaction that sweeps. */
async function sweep(store: LocalStore, epoch: string): Promise<void> {
  const { db } = store
  const made = await sweepOtherEpochs(store, epoch)
  const newest = await makeNewest(store, made)
  await db.transaction('rw', db.feedPages, db.newestCases, db.meta, async () => {
    await putPages(db, made)
    await db.newestCases.bulkPut(newest)
    const known = (await readMeta(db, 'sync')) ?? NO_SYNC
    await writeMeta(db, 'sync', { ...known, isSweepDue: false })
  })
}
