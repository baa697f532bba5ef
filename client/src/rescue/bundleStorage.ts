import { fromBase64 } from '@onetrip/shared/lib/base64'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import {
  readBundleLayout,
  type BundledScan,
  type BundleLayout,
  type BundleRefusal,
  type ReadSlice,
} from '@onetrip/shared/wire/bundle'
import { decodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import type { OutboxState, QueuedOperation, UploadEntry, UploadState } from '../db/outboxEntry'
import type { SyncStorage } from '../db/syncStorage'

/** How a bundle stands while it is sent. It is only read: the file stays what it was. */
export type BundleStanding = {
  readonly operations: readonly QueuedOperation[]
  readonly uploads: readonly UploadEntry[]
}

export type OpenBundle = {
  readonly layout: BundleLayout
  readonly storage: SyncStorage
  readonly read: () => BundleStanding
}

/** A file as a blob gives it. */
export const readSliceOf =
  (file: Blob): ReadSlice =>
  async (from, to) =>
    new Uint8Array(await file.slice(from, to).arrayBuffer())

/**
 * The engine's storage on a bundle: states in memory, bytes from the file when they are wanted. `storeEpoch`: where the
 * store is there that it was made from, which knows of the server what the file does not.
 */
export async function openBundle(
  file: Blob,
  keys: readonly AcknowledgementKey[],
  storeEpoch?: string,
): Promise<Result<OpenBundle, BundleRefusal>> {
  const read = readSliceOf(file)
  const layout = await readBundleLayout(read, file.size)
  if (!layout.ok) return layout
  const { head, framesAt } = layout.value
  const frames = decodeFrames(await read(framesAt, framesAt + head.framesBytes), Number.MAX_SAFE_INTEGER)
  if (!frames.ok || frames.value.some(({ deviceId }) => deviceId !== head.deviceId)) return err('not-one')
  const standing = { operations: frames.value.map(toQueued), uploads: head.scans.map(toUpload) }
  const position = { epoch: storeEpoch ?? head.epoch ?? null }
  const storage = createBundleStorage({ layout: layout.value, frames: frames.value, read, keys, standing, position })
  return ok({ layout: layout.value, storage, read: () => ({ ...standing }) })
}

type Opened = {
  readonly layout: BundleLayout
  readonly frames: readonly Frame[]
  readonly read: ReadSlice
  readonly keys: readonly AcknowledgementKey[]
  readonly standing: { operations: readonly QueuedOperation[]; uploads: readonly UploadEntry[] }
  readonly position: { epoch: string | null }
}

function createBundleStorage({ layout, frames, read, keys, standing, position }: Opened): SyncStorage {
  const nthOf = ({ caseId, scanId }: { readonly caseId: string; readonly scanId: string }): number =>
    layout.head.scans.findIndex((one) => one.caseId === caseId && one.scan.scanId === scanId)

  return {
    readOutbox: async () => standing.operations.filter(({ state }) => state.kind !== 'ended'),
    readBodies: async (seqs) => new Map(seqs.flatMap((seq) => bodyOf(seq, frames[seq]))),
    setOutboxStates: async (changes) => {
      const stateBySeq = new Map(changes.map(({ seq, state }) => [seq, state]))
      standing.operations = standing.operations.map((one) => ({ ...one, state: stateBySeq.get(one.seq) ?? one.state }))
    },
    readUploads: async () => standing.uploads.filter(({ state }) => state.kind !== 'arrived'),
    // The id of an upload stays: the proof that came with the bundle is for this one.
    setUpload: async (key, { state }) => {
      const at = nthOf(key)
      standing.uploads = standing.uploads.map((one, nth) => (nth === at ? { ...one, state } : one))
    },
    findScan: async (key) => {
      const at = nthOf(key)
      const scan = layout.head.scans[at]
      const from = layout.scansAt[at]
      if (!scan || from === undefined) return undefined
      const { sealed, sha256 } = scan
      const bytes = await read(from, from + sealed.sizeBytes)
      return { bytes, sha256, key: { keyId: sealed.keyId, bytes: fromBase64(sealed.key) } }
    },
    readPosition: async () => ({ ...position, cursors: {} }),
    readAcknowledgementKeys: async () => keys,
    applyPull: () => Promise.reject(new Error('a bundle is sent, and nothing is pulled into it')),
    // As a tablet does: all is offered anew, in its order, also what the server of before refused. [SYNC-R8]
    beginEpoch: async (epoch) => {
      if (position.epoch !== null) {
        standing.operations = standing.operations.map((one) => ({ ...one, state: UNSENT }))
        standing.uploads = standing.uploads.map((one) => ({
          ...one,
          state: one.state.kind === 'arrived' ? UNOFFERED : one.state,
        }))
      }
      position.epoch = epoch
    },
  }
}

const bodyOf = (seq: number, frame: Frame | undefined) =>
  frame ? [[seq, { alg: frame.alg, keyId: frame.keyId, body: frame.body }] as const] : []

const UNSENT: OutboxState = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false }
const UNOFFERED: UploadState = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 }

const toQueued = ({ opId, caseId, deviceSeq, body }: Frame, seq: number): QueuedOperation => ({
  seq,
  opId,
  caseId,
  deviceSeq,
  state: UNSENT,
  sizeBytes: body.length,
})

const toUpload = ({ uploadId, caseId, opId, scan }: BundledScan): UploadEntry => ({
  caseId,
  scanId: scan.scanId,
  opId,
  uploadId,
  sizeBytes: scan.sizeBytes,
  mediaType: scan.mediaType,
  state: UNOFFERED,
})
