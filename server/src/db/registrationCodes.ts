import type { DeviceId, DistrictId, StationId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A code that nobody has used, in words for whoever minted it; the code itself is not kept. */
export type OpenCode = {
  readonly codeId: string
  readonly stationId: StationId
  readonly stationName: string
  readonly mintedAt: Instant
  readonly expiresAt: Instant
}

export type NewCode = Omit<OpenCode, 'stationName'> & {
  /** Lower-case hex. */
  readonly codeSha256: string
  readonly mintedBy: string
}

/** Makes this transaction the only one that mints codes in the district. Lock before looking. */
export async function lockCodes(tx: Tx, districtId: DistrictId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`registration codes ${districtId}`])
}

export async function addCode(tx: Tx, districtId: DistrictId, code: NewCode): Promise<void> {
  await tx.execute(
    `insert into registration_code
       (district_id, code_id, station_id, code_sha256, is_demo, minted_by, minted_at, expires_at)
     values ($1, $2, $3, decode($4, 'hex'), false, $5, $6, $7)`,
    [districtId, code.codeId, code.stationId, code.codeSha256, code.mintedBy, code.mintedAt, code.expiresAt],
  )
}

export type DemoCode = {
  readonly codeId: string
  readonly stationId: string
  readonly codeSha256: string
  readonly mintedAt: Instant
}

/** Adds a code that is never used up, of use in the demo only; one that is here already stays as it is. */
export async function addDemoCode(tx: Tx, districtId: DistrictId, code: DemoCode): Promise<void> {
  await tx.execute(
    `insert into registration_code (district_id, code_id, station_id, code_sha256, is_demo, minted_at)
     values ($1, $2, $3, decode($4, 'hex'), true, $5) on conflict (district_id, code_sha256) do nothing`,
    [districtId, code.codeId, code.stationId, code.codeSha256, code.mintedAt],
  )
}

export type CodeUse = {
  readonly codeSha256: string
  readonly stationId: StationId
  readonly deviceId: DeviceId
  readonly now: Instant
}

/** Uses the code up: true for one caller only, however many come at once. A code that is not open answers false. */
export async function useCode(tx: Tx, districtId: DistrictId, use: CodeUse): Promise<boolean> {
  const written = await tx.execute(
    `update registration_code set used_at = $4, used_for = $5
      where district_id = $1 and code_sha256 = decode($2, 'hex') and station_id = $3 and not is_demo
        and used_at is null and called_back_at is null and expires_at > $4`,
    [districtId, use.codeSha256, use.stationId, use.now, use.deviceId],
  )
  return written === 1
}

/** Whether this is the demo's own code of the station. */
export async function isDemoCode(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly codeSha256: string; readonly stationId: StationId },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from registration_code
      where district_id = $1 and code_sha256 = decode($2, 'hex') and station_id = $3 and is_demo`,
    [districtId, key.codeSha256, key.stationId],
  )
  return rows.length > 0
}

/** Codes that still let a tablet in, the newest first. */
export async function findOpenCodes(
  tx: Tx,
  districtId: DistrictId,
  { now, limit }: { readonly now: Instant; readonly limit: number },
): Promise<OpenCode[]> {
  return tx.query<OpenCode>(
    `select code.code_id as "codeId", code.station_id as "stationId", station.body->>'name' as "stationName",
            code.minted_at as "mintedAt", code.expires_at as "expiresAt"
       from registration_code as code
       join station on station.district_id = code.district_id and station.station_id = code.station_id
      where code.district_id = $1 and not code.is_demo and code.used_at is null and code.called_back_at is null
        and code.expires_at > $2
      order by code.minted_at desc, code.code_id limit $3`,
    [districtId, now, limit],
  )
}

/** Takes an open code back; the station that it was for, or undefined when it is not open, or not there. */
export async function callCodeBack(
  tx: Tx,
  districtId: DistrictId,
  back: { readonly codeId: string; readonly by: string; readonly now: Instant },
): Promise<StationId | undefined> {
  const [row] = await tx.query<{ stationId: StationId }>(
    `update registration_code set called_back_at = $3, called_back_by = $4
      where district_id = $1 and code_id = $2 and not is_demo and used_at is null and called_back_at is null
        and expires_at > $3
      returning station_id as "stationId"`,
    [districtId, back.codeId, back.now, back.by],
  )
  return row?.stationId
}
