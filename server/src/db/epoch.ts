import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/**
 * The server's epoch. Read in each call and never kept: a restored database has a new one at once, and a tablet that
 * is told an old one would not offer again what the restore has lost.
 */
export async function getEpoch(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ epoch: string }>('select epoch from server_epoch')
  if (!row) throw new Error('the server has no epoch: run the preparation step')
  return row.epoch
}

/** Begins the first epoch; a database that has one keeps it, also when two begin at once. */
export async function beginFirstEpoch(tx: Tx, epoch: string, now: Instant): Promise<void> {
  await tx.execute('insert into server_epoch (epoch, began_at) values ($1, $2) on conflict ((true)) do nothing', [
    epoch,
    now,
  ])
}

/**
 * Ends the epoch that a backup was made in: tablets that are told another one offer anew all that they still hold.
 * [SYNC-R8] Belongs into the transaction that makes the restored rows visible, or a tablet could take them for the old.
 */
export async function beginEpochAfterRestore(tx: Tx, epoch: string, now: Instant): Promise<void> {
  const written = await tx.execute('update server_epoch set epoch = $1, began_at = $2', [epoch, now])
  if (written !== 1) throw new Error(`the backup holds ${written} epochs, not one`)
}
