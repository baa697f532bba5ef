import type { Pool } from 'pg'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { beginEpochAfterRestore, beginFirstEpoch } from '@onetrip/server/db/epoch'
import { inTransaction, type Scope } from '@onetrip/server/db/transaction'
import { createMemoryPostgres } from './memoryPostgres/memoryPostgres'

/** Puts the database back to where it was, under a new epoch, in one step. */
export type Backup = (epoch: string) => Promise<void>

/** Where a history's server keeps its rows. */
export type ServerStore = {
  /** The program's connection, and that of whom the tables belong to. */
  readonly pool: Pool
  readonly ownerPool: Pool
  readonly backUp: () => Promise<Backup>
}

/** The first epoch of every history. */
export const FIRST_EPOCH = '01890000-0000-7000-8000-00000000e9c4'
export const EPOCH_BEGAN_AT = instantFromMs(1_767_225_600_000)

/** Nobody in particular: what prepares and restores a database acts for no post. */
export const NOBODY = { districtId: '000000', postId: '', role: 'owner', unitId: '' } as unknown as Scope

export async function createMemoryStore(): Promise<ServerStore> {
  const { pool, snapshot, restore } = createMemoryPostgres()
  await inTransaction(pool, NOBODY, (tx) => beginFirstEpoch(tx, FIRST_EPOCH, EPOCH_BEGAN_AT))
  return {
    pool,
    ownerPool: pool,
    backUp: async () => {
      const tables = snapshot()
      return async (epoch) => {
        restore(tables)
        await inTransaction(pool, NOBODY, (tx) => beginEpochAfterRestore(tx, epoch, EPOCH_BEGAN_AT))
      }
    },
  }
}
