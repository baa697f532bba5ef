import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { DistrictId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { createTestDatabase } from '../../test/database'
import { beginFirstEpoch, getEpoch } from './epoch'
import { inTransaction } from './transaction'

const districtId = DistrictId.parse('430102')
const scope = { districtId, postId: 'test', role: 'test', unitId: districtId }
const now = Instant.parse('2026-01-05T01:00:00.000Z')

it('is begun once, also by two preparations at the same moment, and never by the program', async () => {
  await using db = await createTestDatabase()
  const begin = (pool = db.ownerPool) => {
    const epoch = randomUUID()
    return inTransaction(pool, scope, async (tx) => {
      await tx.query('select pg_sleep(0.1)')
      await beginFirstEpoch(tx, epoch, now)
      await tx.query('select pg_sleep(0.1)')
      return epoch
    })
  }
  const tried = await Promise.all([begin(), begin()])
  const { rows } = await db.ownerPool.query('select epoch from server_epoch')
  expect(rows).toHaveLength(1)
  expect(tried).toContain(await inTransaction(db.pool, scope, getEpoch))
  await expect(begin(db.pool)).rejects.toThrow('permission denied')
})
