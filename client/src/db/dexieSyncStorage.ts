import { readUploads } from './queries'
import { mergeChanges, sweepOtherEpochs } from './feedPages'
import { NO_SYNC, readMeta, writeMeta } from './meta'
import type { LocalStore } from './localStore'
import type { LocalDatabase } from './localDatabase'
import { createOutboxQueue } from './outboxQueue'
import { findTravellingScan } from './scanRecords'
import type { SyncStorage } from './syncStorage'

/** The engine's storage on the tablet's database. One at a time for each agent, as there is one engine. */
export function createDexieSyncStorage(store: LocalStore): SyncStorage {
  const { db, codec } = store
  const outbox = createOutboxQueue(store)
  return {
    readOutbox: outbox.read,
    readBodies: outbox.readBodies,
    setOutboxStates: outbox.setStates,
    readUploads: () => readUploads(db),
    setUpload: async ({ caseId, scanId }, { state, uploadId }) => {
      await db.uploads.update([caseId, scanId], { state: state.kind, detail: state, ...(uploadId && { uploadId }) })
    },
    findScan: (name) => findTravellingScan(store, name),
    readPosition: async () => {
      const { epoch, cursors } = (await readMeta(db, 'sync')) ?? NO_SYNC
      return { epoch, cursors }
    },
    readAcknowledgementKeys: async () => (await readMeta(db, 'sync'))?.acknowledgementKeys ?? [],
    applyPull: async (pull) => {
      const known = (await readMeta(db, 'sync')) ?? NO_SYNC
      const { pages, lostFeeds } = await mergeChanges(db, codec, pull.changes, pull.epoch)
      const isSweepDue = known.isSweepDue && pull.hasMore
      await db.transaction('rw', db.feedPages, db.meta, async () => {
        await db.feedPages.bulkPut(pages)
        const { epoch, serverTime, atMs, recoveryKey = known.recoveryKey } = pull
        const fromTheStart = Object.fromEntries(lostFeeds.map((feedId) => [feedId, 0]))
        await writeMeta(db, 'sync', {
          epoch,
          cursors: { ...pull.cursors, ...fromTheStart },
          isSweepDue: known.isSweepDue,
          lastServerTime: serverTime,
          acknowledgementKeys: pull.acknowledgementKeys ?? known.acknowledgementKeys ?? [],
          envelopeKeys: pull.envelopeKeys ?? known.envelopeKeys ?? [],
          ...(recoveryKey && { recoveryKey }),
          lastSyncedAtMs: atMs,
        })
      })
      if (known.isSweepDue && !isSweepDue) await sweep(store, pull.epoch)
    },
    beginEpoch: (epoch) => beginEpoch(db, epoch),
  }
}

/** Repeats until it is done: the mark is taken away in the transaction that sweeps. */
async function sweep({ db, codec }: LocalStore, epoch: string): Promise<void> {
  const pages = await sweepOtherEpochs(db, codec, epoch)
  await db.transaction('rw', db.feedPages, db.meta, async () => {
    await db.feedPages.bulkPut(pages)
    const known = (await readMeta(db, 'sync')) ?? NO_SYNC
    await writeMeta(db, 'sync', { ...known, isSweepDue: false })
  })
}

async function beginEpoch(db: LocalDatabase, epoch: string): Promise<void> {
  await db.transaction('rw', [db.outbox, db.uploads, db.meta], async () => {
    const known = (await readMeta(db, 'sync')) ?? NO_SYNC
    if (known.epoch !== null) {
      const again = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
      await db.outbox
        .filter(({ detail }) => detail.kind === 'ended' && detail.how === 'applied')
        .modify({ state: 'waiting', detail: again })
      const anew = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
      await db.uploads.where('state').equals('arrived').modify({ state: 'waiting', detail: anew })
    }
    await writeMeta(db, 'sync', { ...known, epoch, cursors: {}, isSweepDue: known.epoch !== null })
  })
}
