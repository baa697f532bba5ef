import type { Pool } from 'pg'
import type { CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { aMaterial, anItem } from '@onetrip/shared/catalogue/testItem'
import { CATALOGUE_FEED, DepartmentId, DistrictId, PostId, StationId, type DeviceId } from '@onetrip/shared/lib/ids'
import { instantFromMs, PlainDate } from '@onetrip/shared/lib/time'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { inTransaction } from '@onetrip/server/db/transaction'
import { saveDistrict } from '@onetrip/server/db/district'
import { appendToFeeds } from '@onetrip/server/db/feeds'
import type { Actor } from '@onetrip/server/domain/actor'

/** A district of its own for each seed, so that all seeds share one database and none meets another. */
export type SimDistrict = {
  readonly districtId: DistrictId
  readonly stations: readonly StationId[]
  readonly item: ServiceItem
  readonly reviewers: readonly Actor[]
  readonly agentOf: (stationId: StationId) => Actor
  /** One more agent of each station, without a tablet of their own. */
  readonly colleagues: readonly Actor[]
}

const DEPARTMENT = DepartmentId.parse('market-regulation')
const START = instantFromMs(1_780_000_000_000)

export const SIM_ITEM = anItem({
  materials: [aMaterial('lease', { maxPages: 9 })],
  form: [{ id: 'premisesAddress', label: '经营场所', required: true, input: { kind: 'text', maxLength: 200 } }],
})

/** All seeds share one database where there is one, and none meets another. */
export const districtIdOf = (seed: number): DistrictId => DistrictId.parse(String(100_000 + (seed % 900_000)))

/** Written as the preparation writes it: by the owner of the tables. */
export async function makeDistrict(ownerPool: Pool, seed: number): Promise<SimDistrict> {
  const districtId = districtIdOf(seed)
  const stations = ['009001', '010001'].map((tail) => StationId.parse(`${districtId}${tail}`))
  const actor = (role: 'agent' | 'reviewer', unitId: string, n: number): Actor => {
    const postId = postIdOf(districtId, n)
    return { districtId, role, postId, personId: postId, unitId }
  }
  const agents = stations.map((stationId, nth) => actor('agent', stationId, nth + 1))
  const colleagues = stations.map((stationId, nth) => actor('agent', stationId, nth + 21))
  const reviewers = [actor('reviewer', DEPARTMENT, 11), actor('reviewer', DEPARTMENT, 12)]
  const units = unitsOf(districtId, stations)
  const [first] = agents
  if (!first) throw new Error('a district without agents')
  await inTransaction(ownerPool, first, async (tx) => {
    await saveDistrict(tx, units)
    await appendToFeeds(tx, districtId, catalogueRows(units))
  })
  const agentOf = (stationId: StationId): Actor => {
    const found = agents.find((agent) => agent.unitId === stationId)
    if (!found) throw new Error(`no agent at ${stationId}`)
    return found
  }
  return { districtId, stations, item: SIM_ITEM, reviewers, agentOf, colleagues }
}

/** Makes a tablet known to the server, as its first sign-in would. */
export async function addDevice(
  pool: Pool,
  agent: Actor,
  device: { deviceId: DeviceId; deviceNumber: number },
): Promise<void> {
  await inTransaction(pool, agent, (tx) =>
    tx.execute(
      `insert into device (district_id, device_id, station_id, device_number, registered_by, registered_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [agent.districtId, device.deviceId, agent.unitId, device.deviceNumber, agent.postId, START],
    ),
  )
}

const postIdOf = (districtId: DistrictId, n: number): PostId =>
  PostId.parse(`01890000-0000-7000-8${districtId.slice(0, 3)}-${districtId.slice(3)}${String(n).padStart(9, '0')}`)

function unitsOf(districtId: DistrictId, stations: readonly StationId[]) {
  const from = PlainDate.parse('2019-01-01')
  return {
    district: { districtId, name: '模拟区', city: '长沙市', province: '湖南省', timeZone: 'Asia/Shanghai' },
    stations: stations.map((stationId) => {
      return {
        stationId,
        subdistrictCode: stationId.slice(0, 9),
        kind: 'community' as const,
        name: stationId,
        isSample: true,
      }
    }),
    departments: [
      {
        departmentId: DEPARTMENT,
        names: [{ name: '区市场监督管理局', from }],
        shortName: '芙市监',
        phone: '0731-00000000',
        address: '样例路1号',
        meets: 'console' as const,
        reviewBody: '区人民政府',
        isSample: true,
      },
    ],
  }
}

function catalogueRows({ district, stations, departments }: ReturnType<typeof unitsOf>) {
  const rows: [string, CatalogueRow][] = [
    ['district', { kind: 'district', district }],
    [
      'calendar',
      {
        kind: 'calendar',
        calendar: { years: [], statutory: [], officeHours: [{ opensAt: '09:00', closesAt: '17:00' }] },
      },
    ],
    ['item', { kind: 'item', item: SIM_ITEM }],
    ...stations.map((station): [string, CatalogueRow] => [
      `station:${station.stationId}`,
      { kind: 'station', station },
    ]),
    ...departments.map((department): [string, CatalogueRow] => [
      `department:${department.departmentId}`,
      { kind: 'department', department },
    ]),
  ]
  return rows.map(([entityId, row]) => ({ feedId: CATALOGUE_FEED, entityId, row }))
}
