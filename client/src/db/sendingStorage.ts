import type { LocalDatabase } from './localDatabase'
import type { LocalStore } from './localStore'
import { NO_SYNC, readMeta, writeMeta } from './meta'
import { createOutboxQueue } from './outboxQueue'
import { readUploads } from './queries'
import { findTravellingScan } from './scanRecords'
import type { SyncStorage } from './syncStorage'

/** What of the engine's storage needs no key: all but the rows. The service worker carries no more than this. */
export function createSendingStorage(store: LocalStore): Omit<SyncStorage, 'applyPull'> {
  const { db } = store
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
      const { epoch, cursors, keysDigest } = (await readMeta(db, 'sync')) ?? NO_SYNC
      return { epoch, cursors, keysDigest }
    },
    readAcknowledgementKeys: async () => (await readMeta(db, 'sync'))?.acknowledgementKeys ?? [],
    beginEpoch: (epoch) => beginEpoch(db, epoch),
  }
}

/** Also what was refused: that answer is lost with the rest, and another history may have another. */
async function beginEpoch(db: LocalDatabase, epoch: string): Promise<void> {
  await db.transaction('rw', [db.outbox, db.uploads, db.meta], async () => {
    const known = (await readMeta(db, 'sync')) ?? NO_SYNC
    if (known.epoch !== null) {
      const again = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
      await db.outbox
        .filter(({ detail }) => detail.kind === 'parked' || (detail.kind === 'ended' && detail.how === 'applied'))
        .modify({ state: 'waiting', detail: again })
      const anew = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
      await db.uploads.where('state').equals('arrived').modify({ state: 'waiting', detail: anew })
    }
    await writeMeta(db, 'sync', { ...known, epoch, cursors: {}, isSweepDue: known.epoch !== null })
  })
}
