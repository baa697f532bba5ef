import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { QueuedOperation, UploadEntry } from '../src/db/outboxEntry'
import type { SyncStorage } from '../src/db/syncStorage'
import type { ScanRef } from '@onetrip/shared/case/content'

type KeptOperation = Omit<QueuedOperation, 'sizeBytes'> & { readonly body: Uint8Array<ArrayBuffer> }

/** What one tablet has on its disk, in memory. Every change replaces values, so a copy is a snapshot. */
export type TabletDisk = {
  outbox: readonly KeptOperation[]
  uploads: readonly UploadEntry[]
  scans: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  epoch: string | null
  acknowledgementKeys: readonly AcknowledgementKey[]
  keysDigest: string | undefined
  cursors: Readonly<Record<string, number>>
  isSweepDue: boolean
  rows: ReadonlyMap<string, { readonly row: FeedRow; readonly epoch: string }>
  nextDeviceSeq: number
}

export const emptyDisk = (): TabletDisk => ({
  outbox: [],
  uploads: [],
  scans: new Map(),
  epoch: null,
  acknowledgementKeys: [],
  keysDigest: undefined,
  cursors: {},
  isSweepDue: false,
  rows: new Map(),
  nextDeviceSeq: 1,
})

const scanKey = (caseId: string, scanId: string): string => `${caseId} ${scanId}`

/** The engine's storage on such a disk; held against the tablet's real one by the same contract suite. */
export function createMemorySyncStorage(disk: TabletDisk): SyncStorage {
  return {
    readOutbox: async () =>
      disk.outbox
        .filter((entry) => entry.state.kind !== 'ended')
        .map(({ body, ...operation }) => ({ ...operation, sizeBytes: body.length })),
    readBodies: async (seqs) =>
      new Map(
        disk.outbox
          .filter(({ seq }) => seqs.includes(seq))
          .map(({ seq, body }) => [seq, { alg: 'clear', keyId: '', body }]),
      ),
    setOutboxStates: async (changes) => {
      const stateBySeq = new Map(changes.map((change) => [change.seq, change.state]))
      disk.outbox = disk.outbox.map((entry) => ({ ...entry, state: stateBySeq.get(entry.seq) ?? entry.state }))
    },
    readUploads: async () => disk.uploads.filter(({ state }) => state.kind === 'waiting' || state.kind === 'blocked'),
    setUpload: async ({ caseId, scanId }, { state, uploadId }) => {
      const isIt = (upload: UploadEntry) => upload.caseId === caseId && upload.scanId === scanId
      disk.uploads = disk.uploads.map((upload) =>
        isIt(upload) ? { ...upload, state, ...(uploadId && { uploadId }) } : upload,
      )
    },
    findScan: async ({ caseId, scanId }) => {
      const bytes = disk.scans.get(scanKey(caseId, scanId))
      return bytes && { bytes, sha256: scanId }
    },
    readPosition: async () => ({ epoch: disk.epoch, cursors: disk.cursors, keysDigest: disk.keysDigest }),
    readAcknowledgementKeys: async () => disk.acknowledgementKeys,
    applyPull: async ({ epoch, changes, cursors, hasMore, acknowledgementKeys, keysDigest }) => {
      if (acknowledgementKeys) disk.keysDigest = keysDigest
      disk.acknowledgementKeys = acknowledgementKeys ?? disk.acknowledgementKeys
      const rows = new Map(disk.rows)
      for (const { feedId, entityId, row } of changes) {
        const key = `${feedId} ${entityId}`
        const known = rows.get(key)
        if (!row) rows.delete(key)
        else if (row.kind !== 'unread') rows.set(key, { row, epoch })
        // No app is ever updated here: of what it cannot read, this disk keeps no more than that it is still there.
        else if (known) rows.set(key, { ...known, epoch })
      }
      const isSwept = disk.isSweepDue && !hasMore
      disk.rows = isSwept ? new Map([...rows].filter(([, row]) => row.epoch === epoch)) : rows
      disk.isSweepDue = disk.isSweepDue && hasMore
      disk.epoch = epoch
      disk.cursors = cursors
    },
    beginEpoch: async (epoch) => {
      if (disk.epoch !== null) offerAnew(disk)
      disk.isSweepDue = disk.epoch !== null
      disk.epoch = epoch
      disk.cursors = {}
    },
  }
}

function offerAnew(disk: TabletDisk): void {
  disk.outbox = disk.outbox.map((entry) =>
    entry.state.kind === 'parked' || (entry.state.kind === 'ended' && entry.state.how === 'applied')
      ? { ...entry, state: { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } }
      : entry,
  )
  disk.uploads = disk.uploads.map((upload) =>
    upload.state.kind === 'arrived'
      ? { ...upload, state: { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } }
      : upload,
  )
}

/** A person's step, as `recordStep` keeps it: operations, pages and their uploads together. */
export type MemoryStep = {
  readonly caseId: CaseId
  readonly operations: readonly { readonly opId: OpId; readonly body: Uint8Array<ArrayBuffer> }[]
  readonly scans: readonly {
    readonly ref: ScanRef
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly uploadId: UploadId
    readonly opId: OpId
  }[]
  readonly settles: readonly OpId[]
  readonly atMs: number
}

export function recordMemoryStep(disk: TabletDisk, step: MemoryStep): void {
  const { caseId } = step
  const ended = { kind: 'ended', how: 'settled', endedAtMs: step.atMs } as const
  const kept = disk.outbox.map((entry) => (step.settles.includes(entry.opId) ? { ...entry, state: ended } : entry))
  const added = step.operations.map(({ opId, body }, nth): KeptOperation => {
    const number = disk.nextDeviceSeq + nth
    const state = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
    return { seq: number, opId, caseId, deviceSeq: number, state, body }
  })
  disk.nextDeviceSeq += step.operations.length
  disk.outbox = [...kept, ...added]
  disk.scans = new Map([
    ...disk.scans,
    ...step.scans.map(({ ref, bytes }) => [scanKey(caseId, ref.scanId), bytes] as const),
  ])
  // What a person settled goes no further: an operation in its place names anew what it takes along.
  const awaited = disk.uploads.filter((upload) => upload.caseId !== caseId || !step.settles.includes(upload.opId))
  const fresh = step.scans.map(({ ref, uploadId, opId }) => newUpload(caseId, ref, uploadId, opId))
  const isReplaced = (old: UploadEntry) =>
    fresh.some((upload) => upload.caseId === old.caseId && upload.scanId === old.scanId)
  disk.uploads = [...awaited.filter((upload) => !isReplaced(upload)), ...fresh]
}

function newUpload(caseId: CaseId, ref: ScanRef, uploadId: UploadId, opId: OpId): UploadEntry {
  const state = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
  const scanId: ScanId = ref.scanId
  return { caseId, scanId, opId, uploadId, sizeBytes: ref.sizeBytes, mediaType: ref.mediaType, state }
}
