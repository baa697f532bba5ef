import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { buildCatalogue } from '@onetrip/shared/catalogue/catalogue'
import { FeedRow } from '@onetrip/shared/wire/feedRow'
import { createTestDatabase } from '../../../test/database'
import { readFeeds } from '../../db/feeds'
import { inTransaction } from '../../db/transaction'
import { publishDistrict } from './publishDistrict'
import { readDistrict } from './readDistrict'

it('publishes once what tablets can read, and a second start writes nothing', async () => {
  await using db = await createTestDatabase()
  const read = await readDistrict(resolve(import.meta.dirname, '../../../district'))
  if (!read.ok) throw new Error('the district cannot be read')
  const data = read.value
  const { districtId } = data.district
  const scope = { districtId, postId: 'system', role: 'admin', unitId: districtId }

  const first = await inTransaction(db.pool, scope, (tx) => publishDistrict(tx, data))
  expect(first.ok && first.value).toBeGreaterThan(data.items.length + data.stations.length)
  expect(await inTransaction(db.pool, scope, (tx) => publishDistrict(tx, data))).toEqual({ ok: true, value: 0 })

  const changes = await inTransaction(db.pool, scope, (tx) =>
    readFeeds(tx, districtId, { cursors: new Map([[CATALOGUE_FEED, 0]]), limit: 10_000 }),
  )
  const rows = changes.map(({ row }) => FeedRow.parse(row))
  const catalogue = buildCatalogue(
    rows.filter((row) => row.kind !== 'case' && row.kind !== 'task'),
    1,
  )
  expect(catalogue?.district).toEqual(data.district)
  expect(catalogue && [...catalogue.itemVersions.values()].flat()).toHaveLength(data.items.length)

  const [item, ...others] = data.items
  const reworded = { ...data, items: item ? [{ ...item, conditions: ['another'] }, ...others] : [] }
  const refused = await inTransaction(db.pool, scope, (tx) => publishDistrict(tx, reworded))
  expect(refused).toMatchObject({ ok: false, error: [{ kind: 'published-version-changed' }] })
})
