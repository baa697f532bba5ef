import type { ScanRef } from '@onetrip/shared/case/content'
import type { ScanStore } from './files'

/** What is known of a scan that a case names; `arrivedAt` is null while its bytes are on their way. */
export type ArrivedScan = Pick<ScanRef, 'scanId' | 'sizeBytes'> & { readonly arrivedAt: string | null }

/**
 * Whether the whole scan can be read now. Its row only says that it once arrived: a lost disk, or a folder restored from
 * an older backup, does not hold it any more, and then it is asked for again.
 */
export const isHere = async (scans: ScanStore, scan: ArrivedScan): Promise<boolean> =>
  scan.arrivedAt !== null && (await scans.head(scan.scanId)) === scan.sizeBytes

type Shelf = { readonly scans: ScanStore; readonly report: (error: unknown) => void }

/** The bytes of a scan that has arrived. Undefined when the store has lost them, and the log is told: a person must look. */
export async function readScan(
  { scans, report }: Shelf,
  scan: ArrivedScan,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const bytes = (await isHere(scans, scan)) ? await scans.get(scan.scanId) : undefined
  if (!bytes) report(new Error(`scan ${scan.scanId} has arrived and is not whole in the store`))
  return bytes
}
