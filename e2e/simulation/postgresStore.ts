import { escapeIdentifier, type Pool } from 'pg'
import type { DistrictId } from '@onetrip/shared/lib/ids'
import { beginEpochAfterRestore, beginFirstEpoch } from '@onetrip/server/db/epoch'
import { inTransaction, type Tx } from '@onetrip/server/db/transaction'
import { EPOCH_BEGAN_AT, FIRST_EPOCH, NOBODY, type ServerStore } from './serverStore'

/** Tables with a district, those first that others refer to; a circle would never end, and there is none. */
const FIND_TABLES = `
  with recursive own as (
    select relation.oid, relation.relname::text as name from pg_class as relation
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and exists (select from pg_attribute where attrelid = relation.oid and attname = 'district_id')
  ), depth as (
    select oid, name, 0 as depth from own
    union
    select own.oid, own.name, depth.depth + 1 from depth
      join pg_constraint as rule on rule.contype = 'f' and rule.confrelid = depth.oid
      join own on own.oid = rule.conrelid and own.oid <> depth.oid
  ) select name from depth group by name order by max(depth), name`

/** Beside the program's own schema: rows as JSON, by the number of the backup. */
const MAKE_ROOM = `
  create schema if not exists backup;
  create unlogged table if not exists backup.kept (district_id text, backup int, name text, body jsonb);
  create index if not exists kept_by_backup on backup.kept (district_id, backup, name)`

/**
 * One district of a real database, under the district's number. A backup is a copy of the district's rows beside them.
 * One history at a time in a database: all its districts have one epoch.
 */
export async function createPostgresStore(
  { pool, ownerPool }: { readonly pool: Pool; readonly ownerPool: Pool },
  districtId: DistrictId,
): Promise<ServerStore> {
  await ownerPool.query(MAKE_ROOM)
  const tables = await inTransaction(ownerPool, NOBODY, async (tx) => {
    await tx.execute('delete from server_epoch')
    await beginFirstEpoch(tx, FIRST_EPOCH, EPOCH_BEGAN_AT)
    return (await tx.query<{ name: string }>(FIND_TABLES)).map(({ name }) => escapeIdentifier(name))
  })
  const state = { backups: 0 }
  return {
    pool,
    ownerPool,
    backUp: async () => {
      state.backups += 1
      const backup = state.backups
      const rows = tables.map(
        (name) => `select $1, $2::int, '${name}', to_jsonb(one) from ${name} as one where district_id = $1`,
      )
      const keep = `insert into backup.kept ${rows.join(' union all ')}`
      await inTransaction(ownerPool, NOBODY, (tx) => tx.execute(keep, [districtId, backup]))
      return (epoch) =>
        inTransaction(ownerPool, NOBODY, async (tx) => {
          await putBack(tx, { districtId, backup, tables })
          await beginEpochAfterRestore(tx, epoch, EPOCH_BEGAN_AT)
        })
    },
  }
}

type Restoring = {
  readonly districtId: DistrictId
  readonly backup: number
  /** Those first that others refer to. */
  readonly tables: readonly string[]
}

async function putBack(tx: Tx, { districtId, backup, tables }: Restoring): Promise<void> {
  for (const name of tables.toReversed()) await tx.execute(`delete from ${name} where district_id = $1`, [districtId])
  for (const name of tables)
    await tx.execute(
      `insert into ${name} select restored.* from backup.kept, jsonb_populate_record(null::${name}, body) as restored
        where kept.district_id = $1 and backup = $2 and kept.name = '${name}'`,
      [districtId, backup],
    )
}
