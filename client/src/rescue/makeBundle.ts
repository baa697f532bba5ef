import { toBase64 } from '@onetrip/shared/lib/base64'
import type { DeviceId, DistrictId, UploadId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeBundleStart, type BundledScan } from '@onetrip/shared/wire/bundle'
import { encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import type { LocalDatabase, OutboxRecord, UploadRecord } from '../db/localDatabase'
import type { LocalStore } from '../db/localStore'
import { readMeta } from '../db/meta'
import { readOutboxBodies } from '../db/outboxBodies'
import type { QueuedOperation } from '../db/outboxEntry'
import { toQueued, toUploadEntry } from '../db/queries'
import { findTravellingScan } from '../db/scanRecords'

export type BundleParts = {
  readonly store: LocalStore
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly madeAt: Instant
  /** Undefined while the device has no key. */
  readonly proveUpload: (uploadId: UploadId) => Promise<string | undefined>
  /** Told as the scans are gathered: how many of how many. */
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/**
 * `nothing`: all has arrived. `not-sealed`: the tablet has never learnt the server's key, so nothing may leave it in a
 * file. `stopped`: the person thought better of it.
 */
export type NoBundle = 'nothing' | 'not-sealed' | 'stopped'

/** A file, and how much it holds. Scans that are damaged here stay behind and are counted. */
export type Bundle = {
  readonly file: Blob
  readonly operations: number
  readonly scans: number
  readonly leftBehind: number
}

/**
 * Everything of this store that the server may not have, sealed as it would travel, and what came before it in the same
 * cases: a restored server refuses a correction for good that comes without its application [SYNC-R8]. Changes nothing
 * on the tablet.
 */
export async function makeBundle(given: BundleParts): Promise<Result<Bundle, NoBundle>> {
  const { db } = given.store
  const { operations, uploads } = await db.transaction('r', db.outbox, db.uploads, async () => ({
    operations: (await readWithEarlier(db)).map(toQueued),
    uploads: await db.uploads.where('state').equals('waiting').toArray(),
  }))
  if (operations.length + uploads.length === 0) return err('nothing')
  return bundleOf(given, { operations, uploads })
}

async function readWithEarlier(db: LocalDatabase): Promise<OutboxRecord[]> {
  const left = await db.outbox.where('state').anyOf('waiting', 'parked').toArray()
  const scans = await db.uploads.where('state').equals('waiting').toArray()
  const caseIds = new Set([...left, ...scans].map(({ caseId }) => caseId))
  const ofCases = await db.outbox
    .where('caseId')
    .anyOf([...caseIds])
    .sortBy('seq')
  return ofCases.filter((record) => record.state !== 'ended' || canGoAgain(record))
}

/** What a person has settled stays settled, and for what was sent open once no file is kept from being made. */
const canGoAgain = ({ detail, alg }: OutboxRecord): boolean =>
  detail.kind === 'ended' && detail.how === 'applied' && alg === 'sealed'

export type Bundled = { readonly operations: readonly QueuedOperation[]; readonly uploads: readonly UploadRecord[] }

/** A bundle of these, whatever has become of them. */
export async function bundleOf(
  given: BundleParts,
  { operations, uploads }: Bundled,
): Promise<Result<Bundle, Exclude<NoBundle, 'nothing'>>> {
  const { store, districtId, deviceId, madeAt } = given
  const bodies = await readOutboxBodies(
    store,
    operations.map(({ seq }) => seq),
  )
  const frames = operations.flatMap(({ seq, deviceSeq, opId, caseId }): Frame[] => {
    const body = bodies.get(seq)
    return body?.alg === 'sealed' ? [{ frame: 1, deviceId, deviceSeq, opId, caseId, ...body }] : []
  })
  if (frames.length < operations.length) return err('not-sealed')
  const gathered = await gatherScans(given, uploads)
  if (!gathered) return err('stopped')
  const framesBytes = encodeFrames(frames)
  const { scans, ciphertexts } = gathered
  const epoch = (await readMeta(store.db, 'sync'))?.epoch
  const head = { districtId, deviceId, madeAt, framesBytes: framesBytes.length, scans }
  const start = encodeBundleStart({ ...head, ...(epoch && { epoch }) })
  return ok({
    file: new Blob([start, framesBytes, ...ciphertexts]),
    operations: frames.length,
    scans: scans.length,
    leftBehind: uploads.length - scans.length,
  })
}

type Gathered = { readonly scans: BundledScan[]; readonly ciphertexts: Blob[] }

async function gatherScans(
  { store, proveUpload, onProgress, signal }: BundleParts,
  uploads: readonly UploadRecord[],
): Promise<Gathered | undefined> {
  const gathered: Gathered = { scans: [], ciphertexts: [] }
  for (const [nth, upload] of uploads.map(toUploadEntry).entries()) {
    if (signal.aborted) return undefined
    const { uploadId, caseId, opId, scanId, sizeBytes, mediaType } = upload
    const scan = await findTravellingScan(store, { caseId, scanId })
    const proof = await proveUpload(uploadId)
    if (scan && scan !== 'locked' && scan.key && proof) {
      const { bytes, sha256, key } = scan
      const sealed = { keyId: key.keyId, key: toBase64(key.bytes), sizeBytes: bytes.length }
      gathered.scans.push({ uploadId, caseId, opId, scan: { scanId, sizeBytes, mediaType }, sealed, sha256, proof })
      // A blob may leave memory: a bundle can be larger than it.
      gathered.ciphertexts.push(new Blob([bytes]))
    }
    onProgress(nth + 1, uploads.length)
  }
  return gathered
}
