import type { DeviceId, DistrictId, StationId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

export type StoredDevice = {
  readonly deviceId: DeviceId
  readonly stationId: StationId
  /** 1 for the station's first. Part of every receipt number that the device mints. */
  readonly deviceNumber: number
}

const SELECT_DEVICE = `
  select device_id as "deviceId", station_id as "stationId", device_number as "deviceNumber" from device`

/** Undefined when nobody has registered it. */
export async function findDevice(
  tx: Tx,
  districtId: DistrictId,
  deviceId: DeviceId,
): Promise<StoredDevice | undefined> {
  const [row] = await tx.query<StoredDevice>(`${SELECT_DEVICE} where district_id = $1 and device_id = $2`, [
    districtId,
    deviceId,
  ])
  return row
}

/** Which of these devices are registered at the station. */
export async function findDevicesOf(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly stationId: string; readonly deviceIds: readonly DeviceId[] },
): Promise<Set<DeviceId>> {
  const rows = await tx.query<StoredDevice>(
    `${SELECT_DEVICE} where district_id = $1 and station_id = $2 and device_id = any($3::uuid[])`,
    [districtId, key.stationId, key.deviceIds],
  )
  return new Set(rows.map(({ deviceId }) => deviceId))
}

/** When each of these devices was registered; one that nobody registered is left out. */
export async function findRegistrations(
  tx: Tx,
  districtId: DistrictId,
  deviceIds: readonly string[],
): Promise<Map<string, Instant>> {
  if (deviceIds.length === 0) return new Map()
  const rows = await tx.query<{ deviceId: string; registeredAt: Instant }>(
    `select device_id as "deviceId", registered_at as "registeredAt" from device
      where district_id = $1 and device_id = any($2::uuid[])`,
    [districtId, deviceIds],
  )
  return new Map(rows.map(({ deviceId, registeredAt }) => [deviceId, registeredAt]))
}

/** Makes this transaction the only one that gives out device numbers at the station. Lock before looking. */
export async function lockDeviceNumbers(tx: Tx, districtId: DistrictId, stationId: StationId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`device ${districtId} ${stationId}`])
}

/** Adds the device under the station's next number, and answers the number. */
export async function addDevice(
  tx: Tx,
  districtId: DistrictId,
  device: Omit<StoredDevice, 'deviceNumber'> & { readonly registeredBy: string; readonly registeredAt: Instant },
): Promise<number> {
  const [row] = await tx.query<{ deviceNumber: number }>(
    `insert into device (district_id, device_id, station_id, device_number, registered_by, registered_at)
     select $1, $2, $3, coalesce(max(device_number), 0) + 1, $4, $5 from device where district_id = $1 and station_id = $3
     returning device_number as "deviceNumber"`,
    [districtId, device.deviceId, device.stationId, device.registeredBy, device.registeredAt],
  )
  if (!row) throw new Error('an aggregate always has one row')
  return row.deviceNumber
}
