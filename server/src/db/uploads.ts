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

/** An upload of such a scan, with the device that began it. */
export type StoredUpload = NamedScan & { readonly uploadId: UploadId; readonly deviceId: DeviceId }

const SCAN_COLUMNS = `scan.case_id as "caseId", cases.station_id as "stationId", scan.scan_id as "scanId",
  scan.size_bytes as "sizeBytes", scan.media_type as "mediaType", scan.arrived_at as "arrivedAt"`

/** Undefined when there is no such case, or it does not name the scan. */
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
  const [row] = await tx.query<StoredUpload>(
    `select upload.upload_id as "uploadId", upload.device_id as "deviceId", ${SCAN_COLUMNS}
       from upload join scan using (district_id, case_id, scan_id) join cases using (district_id, case_id)
      where district_id = $1 and upload_id = $2`,
    [districtId, uploadId],
  )
  return row
}

/** Begins an upload; false where one was begun under this id before, which stays as it was. */
export async function addUpload(
  tx: Tx,
  districtId: DistrictId,
  upload: Pick<StoredUpload, 'uploadId' | 'deviceId' | 'caseId' | 'scanId'> & { readonly beganAt: Instant },
): Promise<boolean> {
  const { uploadId, deviceId, caseId, scanId, beganAt } = upload
  const written = await tx.execute(
    `insert into upload (district_id, upload_id, device_id, case_id, scan_id, began_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (district_id, upload_id) do nothing`,
    [districtId, uploadId, deviceId, caseId, scanId, beganAt],
  )
  return written > 0
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
