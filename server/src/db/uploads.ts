import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId, DeviceId, DistrictId, ScanId, StationId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A scan that a case names, and whether its bytes are here. */
export type NamedScan = {
  readonly caseId: CaseId
  readonly stationId: StationId
  readonly scanId: ScanId
  readonly sizeBytes: number
  readonly mediaType: ScanRef['mediaType']
  readonly arrivedAt: Instant | null
}

/** The key of a scan in its envelope, the key of ours that it is sealed to, and how many bytes its ciphertext has. */
export type SealedUpload = { readonly key: Uint8Array; readonly keyId: string; readonly sizeBytes: number }

/** An upload of such a scan, with the device that began it. `sealed`: null where the scan travels open. */
export type StoredUpload = NamedScan & {
  readonly uploadId: UploadId
  readonly deviceId: DeviceId
  readonly sealed: SealedUpload | null
}

/** How many bytes are awaited of an upload. */
export const travellingBytes = ({ sealed, sizeBytes }: StoredUpload): number => sealed?.sizeBytes ?? sizeBytes

const SCAN_COLUMNS = `scan.case_id as "caseId", cases.station_id as "stationId", scan.scan_id as "scanId",
  scan.size_bytes as "sizeBytes", scan.media_type as "mediaType", scan.arrived_at as "arrivedAt"`

/** Undefined when there is no such case, or it has never named the scan. What was exchanged comes late, and is kept. */
export async function findNamedScan(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly caseId: CaseId; readonly scanId: ScanId },
): Promise<NamedScan | undefined> {
  const [row] = await tx.query<NamedScan>(
    `select ${SCAN_COLUMNS} from scan join cases using (district_id, case_id)
      where district_id = $1 and case_id = $2 and scan_id = $3`,
    [districtId, key.caseId, key.scanId],
  )
  return row
}

/** Undefined when nobody has begun it. */
export async function findUpload(
  tx: Tx,
  districtId: DistrictId,
  uploadId: UploadId,
): Promise<StoredUpload | undefined> {
  const [row] = await tx.query<UploadRow>(
    `select upload.upload_id as "uploadId", upload.device_id as "deviceId", upload.sealed_key as "sealedKey",
            upload.sealed_to as "sealedTo", upload.sent_bytes as "sentBytes", ${SCAN_COLUMNS}
       from upload join scan using (district_id, case_id, scan_id) join cases using (district_id, case_id)
      where district_id = $1 and upload_id = $2`,
    [districtId, uploadId],
  )
  return row && toStored(row)
}

type UploadRow = Omit<StoredUpload, 'sealed'> & {
  readonly sealedKey: Buffer | null
  readonly sealedTo: string | null
  readonly sentBytes: number | null
}

function toStored({ sealedKey, sealedTo, sentBytes, ...upload }: UploadRow): StoredUpload {
  if (sealedKey === null || sealedTo === null || sentBytes === null) return { ...upload, sealed: null }
  return { ...upload, sealed: { key: sealedKey, keyId: sealedTo, sizeBytes: sentBytes } }
}

/**
 * Begins an upload; false where one was begun under this id before. That one stays as it was, but for the envelope of
 * its key: the device may have sealed the same key anew, to another key of ours.
 */
export async function addUpload(
  tx: Tx,
  districtId: DistrictId,
  upload: Pick<StoredUpload, 'uploadId' | 'deviceId' | 'caseId' | 'scanId' | 'sealed'> & { readonly beganAt: Instant },
): Promise<boolean> {
  const { uploadId, deviceId, caseId, scanId, sealed, beganAt } = upload
  const [row] = await tx.query<{ isNew: boolean }>(
    `insert into upload as known (district_id, upload_id, device_id, case_id, scan_id, began_at, sealed_key, sealed_to, sent_bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (district_id, upload_id) do update set sealed_key = excluded.sealed_key, sealed_to = excluded.sealed_to
       where known.device_id = excluded.device_id and known.case_id = excluded.case_id
         and known.scan_id = excluded.scan_id and known.sent_bytes = excluded.sent_bytes
     returning xmax = 0 as "isNew"`,
    [districtId, uploadId, deviceId, caseId, scanId, beganAt, sealed?.key, sealed?.keyId, sealed?.sizeBytes],
  )
  return row?.isNew ?? false
}

/** Forgets uploads that began before then, but for those whose bytes are kept. An upload may begin again under its id. */
export async function deleteUploads(
  tx: Tx,
  districtId: DistrictId,
  old: { readonly beganBefore: Instant; readonly keep: readonly UploadId[] },
): Promise<void> {
  await tx.execute('delete from upload where district_id = $1 and began_at < $2 and upload_id <> all($3::uuid[])', [
    districtId,
    old.beganBefore,
    old.keep,
  ])
}
