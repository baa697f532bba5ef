import type { Client } from 'pg'
import type { DistrictId, ScanId } from '@onetrip/shared/lib/ids'

/** A file of `server/migrations` that a database has had. */
export type AppliedMigration = { readonly version: number; readonly name: string; readonly sha256: string }

/** Which house a database holds. */
export type HouseFacts = {
  readonly districtId: DistrictId
  readonly timeZone: string
  readonly epoch: string
  readonly migrations: readonly AppliedMigration[]
}

/** A file that rows name by the hash of its bytes; documents do not say how long they are. */
export type NamedFile = {
  readonly store: 'scans' | 'documents'
  readonly id: ScanId
  readonly sizeBytes: number | null
}

/** Whether there is a district; a database without the table has none. */
export async function holdsDistrict(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass('public.district') is not null as "isThere"`,
  )
  if (!rows[0]?.isThere) return false
  return (await client.query('select from district')).rowCount !== 0
}

/** Only of a database that holds a district. */
export async function readFacts(client: Client): Promise<HouseFacts> {
  const { rows } = await client.query<Omit<HouseFacts, 'migrations'>>(
    `select district_id as "districtId", body->>'timeZone' as "timeZone", epoch from district, server_epoch`,
  )
  const [row] = rows
  if (!row || rows.length > 1) throw new Error(`${rows.length} districts with an epoch are in this database, not one`)
  return { ...row, migrations: await readMigrationsOf(client) }
}

export async function readMigrationsOf(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select version, name, sha256 from schema_migration order by version',
  )
  return rows
}

/** All files that must lie beside the rows: of scans those that have arrived, of written acts those that are printed. */
export async function findNamedFiles(client: Client): Promise<NamedFile[]> {
  const { rows } = await client.query<NamedFile>(
    `select distinct 'scans' as store, scan_id as id, size_bytes as "sizeBytes" from scan where arrived_at is not null
      union all
     select distinct 'documents', file_sha256, null::integer from document where file_sha256 is not null
      order by store, id`,
  )
  return rows
}
