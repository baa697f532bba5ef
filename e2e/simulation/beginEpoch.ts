import type { Pool } from 'pg'

/** The preparation step's first epoch, for databases that no preparation step has seen. */
export async function beginEpoch(ownerPool: Pool): Promise<void> {
  await ownerPool.query(
    `insert into server_epoch (epoch, began_at) values ('01890000-0000-7000-8000-00000000e9c4', '2026-01-01T00:00:00Z')`,
  )
}
