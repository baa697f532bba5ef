import type { Pool } from 'pg'
import type { Department, District, Station } from '@onetrip/shared/catalogue/district'
import type { DistrictId, StationId } from '@onetrip/shared/lib/ids'
import type { Tx } from './transaction'

/** The district of this database, or undefined before the preparation step. Throws when there are several. */
export async function findDistrictId(pool: Pool): Promise<DistrictId | undefined> {
  const { rows } = await pool.query<{ districtId: DistrictId }>('select district_id as "districtId" from district')
  if (rows.length > 1) throw new Error('this database holds several districts; a server serves one')
  return rows[0]?.districtId
}

/** What a row of the house refers to: the district, its stations and its departments, as the catalogue says them. */
export type DistrictUnits = {
  readonly district: District
  readonly stations: readonly Station[]
  readonly departments: readonly Department[]
}

/** Brings the tables to what the data says. A unit that is gone stays: cases go on naming it. */
export async function saveDistrict(tx: Tx, { district, stations, departments }: DistrictUnits): Promise<void> {
  const { districtId } = district
  await tx.execute(
    `insert into district (district_id, body) values ($1, $2)
     on conflict (district_id) do update set body = excluded.body`,
    [districtId, JSON.stringify(district)],
  )
  await tx.execute(
    `insert into station (district_id, station_id, body)
     select $1, body->>'stationId', body from jsonb_array_elements($2) as body
     on conflict (district_id, station_id) do update set body = excluded.body where station.body <> excluded.body`,
    [districtId, JSON.stringify(stations)],
  )
  await tx.execute(
    `insert into department (district_id, department_id, body)
     select $1, body->>'departmentId', body from jsonb_array_elements($2) as body
     on conflict (district_id, department_id) do update set body = excluded.body where department.body <> excluded.body`,
    [districtId, JSON.stringify(departments)],
  )
}

/** Every station of the district, by its number. */
export async function findStationNames(
  tx: Tx,
  districtId: DistrictId,
): Promise<{ readonly stationId: StationId; readonly name: string }[]> {
  return tx.query<{ stationId: StationId; name: string }>(
    `select station_id as "stationId", body->>'name' as name from station where district_id = $1 order by station_id`,
    [districtId],
  )
}
