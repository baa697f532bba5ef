import { fromBase64, toBase64 } from '@onetrip/shared/lib/base64'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase, ScanRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import { LockedError, placeOfScan } from './recordCodec'
import { bufferOf, type ScanName, type SealedFor } from './sealer'
import type { NewScan } from './toRecords'

/** A page as it travels, with what the server needs to open it, and the hash by which damage is seen before. */
export type TravellingScan = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of `bytes`, lower-case hex. */
  readonly sha256: string
  /** Undefined: it travels open. */
  readonly key?: SealedFor
}

/** Pages as they lie on the tablet. */
export const sealScans = (store: LocalStore, caseId: CaseId, scans: readonly NewScan[]): Promise<ScanRecord[]> =>
  Promise.all(scans.map((scan) => sealScan(store, caseId, scan)))

async function sealScan(
  { codec, sealer }: LocalStore,
  caseId: CaseId,
  { ref: { scanId, sizeBytes }, bytes }: NewScan,
): Promise<ScanRecord> {
  const name = { caseId, scanId }
  const { body, bodySha256, key } = await sealer.sealScan(name, bytes)
  const record = { caseId, scanId, sizeBytes, body }
  if (!key || !bodySha256) return record
  const [forAgent, forServer] = await Promise.all([
    codec.seal(placeOfScan(caseId, scanId), toBase64(key)),
    sealer.sealScanKey(name, key),
  ])
  return { ...record, bodySha256, key: forAgent, ...(forServer && { keyForServer: toKept(forServer) }) }
}

/** A page's own bytes, or undefined when the tablet no longer has them. Throws when they cannot be opened. */
export async function findScanBytes(
  { db, codec, sealer }: LocalStore,
  caseId: CaseId,
  scanId: ScanId,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const record = await db.scans.get([caseId, scanId])
  if (!record) return undefined
  return sealer.openScan({ caseId, scanId }, { body: record.body, ...(await openKey({ codec }, record)) })
}

/**
 * A page as it goes to the server. Its key is sealed here where that was not possible when it was taken, or where the
 * server has other keys by now; until then, and from older apps, it travels as it lies open to the agent. Undefined
 * when the tablet no longer has it, cannot read it, or nobody can open it here.
 */
export async function findTravellingScan(
  store: LocalStore,
  { caseId, scanId }: ScanName,
): Promise<TravellingScan | 'locked' | undefined> {
  const { db, sealer } = store
  const record = await readRecord(db, [caseId, scanId])
  if (!record) return undefined
  const { body, bodySha256 = scanId } = record
  if (!record.key) return { bytes: new Uint8Array(body.bytes), sha256: scanId }
  const asItLies = { bytes: new Uint8Array(body.bytes), sha256: bodySha256 }
  const { keyForServer } = record
  if (keyForServer && (await sealer.isKnown(keyForServer.keyId))) return { ...asItLies, key: fromKept(keyForServer) }
  const opened = await openKey(store, record).catch((error: unknown) =>
    error instanceof LockedError ? 'locked' : undefined,
  )
  if (!opened || opened === 'locked') {
    // Perhaps the server has the key all the same.
    return keyForServer ? { ...asItLies, key: fromKept(keyForServer) } : opened
  }
  const sealed = opened.key && (await sealer.sealScanKey({ caseId, scanId }, opened.key))
  if (!sealed) return { bytes: await sealer.openScan({ caseId, scanId }, { body, ...opened }), sha256: scanId }
  await db.scans.update([caseId, scanId], { keyForServer: toKept(sealed) })
  return { ...asItLies, key: sealed }
}

/**
 * Undefined where there is none, and where the browser can no longer read what lies under its key: a page of many must not
 * stop all others. Throws where the store as a whole does not answer, and for what a second try reads.
 */
async function readRecord({ scans }: LocalDatabase, key: [string, string]): Promise<ScanRecord | undefined> {
  try {
    return await scans.get(key)
  } catch (error) {
    // A store that is closed, full or another app's does not count either.
    await scans.where('[caseId+scanId]').equals(key).count()
    const isReadable = await scans.get(key).then(
      () => true,
      () => false,
    )
    if (isReadable) throw error
    return undefined
  }
}

async function openKey(
  { codec }: Pick<LocalStore, 'codec'>,
  { caseId, scanId, key }: ScanRecord,
): Promise<{ readonly key?: Uint8Array<ArrayBuffer> }> {
  // Only `sealScan` seals keys.
  return key ? { key: fromBase64((await codec.open(placeOfScan(caseId, scanId), key)) as string) } : {}
}

const toKept = ({ keyId, bytes }: SealedFor) => ({ keyId, bytes: bufferOf(bytes) })
const fromKept = ({ keyId, bytes }: NonNullable<ScanRecord['keyForServer']>): SealedFor => ({
  keyId,
  bytes: new Uint8Array(bytes),
})
