import type { DeviceId, DistrictId, PostId, StationId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { DeviceLine, DeviceReport } from '@onetrip/shared/wire/device'
import type { Tx } from './transaction'

export type StoredDevice = {
  readonly deviceId: DeviceId
  readonly stationId: StationId
  /** Of the agent whose store on a tablet this is. */
  readonly postId: PostId
  /** 1 for the station's first. Part of every receipt number that the device mints. */
  readonly deviceNumber: number
  /** ECDSA P-256, the raw uncompressed point of 65 bytes; null for a tablet that has not sent one yet. */
  readonly signingKey: Buffer | null
  /** From then on the device gets no rows; what it holds it may still hand in. */
  readonly revokedAt: Instant | null
}

const SELECT_DEVICE = `
  select device_id as "deviceId", station_id as "stationId", registered_by as "postId",
         device_number as "deviceNumber", signing_key as "signingKey", revoked_at as "revokedAt"
    from device`

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

/** Those of these devices that somebody registered. */
export async function findDevices(
  tx: Tx,
  districtId: DistrictId,
  deviceIds: readonly DeviceId[],
): Promise<Map<DeviceId, StoredDevice>> {
  const rows = await tx.query<StoredDevice>(`${SELECT_DEVICE} where district_id = $1 and device_id = any($2::uuid[])`, [
    districtId,
    deviceIds,
  ])
  return new Map(rows.map((device) => [device.deviceId, device]))
}

/**
 * When each of these devices was registered; one that nobody registered is left out. So is one that was registered after
 * a restore: the house may have known it before, and forgotten it with what came after the backup. (A restore leaves a row
 * of no tablet's at each station: `skipDeviceNumbers`.)
 */
export async function findRegistrations(
  tx: Tx,
  districtId: DistrictId,
  deviceIds: readonly string[],
): Promise<Map<string, Instant>> {
  if (deviceIds.length === 0) return new Map()
  const [devices, restores] = await Promise.all([
    tx.query<Registered & { deviceId: string }>(
      `select device_id as "deviceId", station_id as "stationId", registered_at as "registeredAt" from device
        where district_id = $1 and device_id = any($2::uuid[])`,
      [districtId, deviceIds],
    ),
    tx.query<Registered>(
      `select station_id as "stationId", registered_at as "registeredAt" from device
        where district_id = $1 and registered_by = $2`,
      [districtId, NO_POST],
    ),
  ])
  const mayBeForgotten = ({ stationId, registeredAt }: Registered): boolean =>
    restores.some((restore) => restore.stationId === stationId && restore.registeredAt <= registeredAt)
  return new Map(
    devices.flatMap((device) => (mayBeForgotten(device) ? [] : [[device.deviceId, device.registeredAt] as const])),
  )
}

type Registered = { readonly stationId: string; readonly registeredAt: Instant }

/** Who registered what is no tablet. */
const NO_POST = '00000000-0000-0000-0000-000000000000'

/** Makes this transaction the only one that gives out device numbers at the station. Lock before looking. */
export async function lockDeviceNumbers(tx: Tx, districtId: DistrictId, stationId: StationId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`device ${districtId} ${stationId}`])
}

/** Adds the device under the station's next number, and answers the number. */
export async function addDevice(
  tx: Tx,
  districtId: DistrictId,
  device: Omit<StoredDevice, 'deviceNumber' | 'revokedAt'> & { readonly registeredAt: Instant },
): Promise<number> {
  const { deviceId, stationId, postId, registeredAt, signingKey } = device
  const [row] = await tx.query<{ deviceNumber: number }>(
    `insert into device (district_id, device_id, station_id, device_number, registered_by, registered_at, signing_key)
     select $1, $2, $3, coalesce(max(device_number), 0) + 1, $4, $5, $6
       from device where district_id = $1 and station_id = $3
     returning device_number as "deviceNumber"`,
    [districtId, deviceId, stationId, postId, registeredAt, signingKey],
  )
  if (!row) throw new Error('an aggregate always has one row')
  return row.deviceNumber
}

/** Gives a device its key, once: false when it has one already, whichever it is. */
export async function setSigningKey(
  tx: Tx,
  districtId: DistrictId,
  { deviceId, signingKey }: { readonly deviceId: DeviceId; readonly signingKey: Buffer },
): Promise<boolean> {
  const written = await tx.execute(
    'update device set signing_key = $3 where district_id = $1 and device_id = $2 and signing_key is null',
    [districtId, deviceId, signingKey],
  )
  return written === 1
}

/** What is shown of a device. */
export type DeviceRecord = Omit<DeviceLine, 'revoked'> & {
  readonly revokedAt: Instant | null
  readonly revokedBecause: string | null
}

/** The district's devices, by station and number; numbers that a restored house skipped are no devices. */
export async function listDevices(tx: Tx, districtId: DistrictId, limit: number): Promise<DeviceRecord[]> {
  return tx.query<DeviceRecord>(
    `select device.device_id as "deviceId", device.station_id as "stationId",
            coalesce(station.body->>'name', device.station_id) as "stationName", device.device_number as "deviceNumber",
            coalesce(person.name, '') as "agentName", device.registered_at as "registeredAt",
            device.signing_key is not null as "hasKey", device.last_contact_at as "lastContactAt",
            device.app_version as "appVersion", device.unsent_count as "unsentCount",
            device.unsent_bytes as "unsentBytes", device.oldest_unsent_at as "oldestUnsentAt",
            device.revoked_at as "revokedAt", device.revoked_because as "revokedBecause"
       from device
       left join station on station.district_id = device.district_id and station.station_id = device.station_id
       left join post on post.district_id = device.district_id and post.post_id = device.registered_by
       left join person on person.district_id = post.district_id and person.person_id = post.person_id
      where device.district_id = $1 and device.registered_by <> '00000000-0000-0000-0000-000000000000'
      order by device.station_id, device.device_number limit $2`,
    [districtId, limit],
  )
}

export type Contact = DeviceReport & { readonly at: Instant; readonly noLaterThan: Instant }

/** Notes what the device says of itself, unless it has been heard of since `noLaterThan`. */
export async function noteContact(tx: Tx, districtId: DistrictId, contact: Contact): Promise<void> {
  await tx.execute(
    `update device set last_contact_at = $3, app_version = $4, unsent_count = $5, unsent_bytes = $6, oldest_unsent_at = $7
      where district_id = $1 and device_id = $2 and (last_contact_at is null or last_contact_at <= $8)`,
    [
      districtId,
      contact.deviceId,
      contact.at,
      contact.appVersion,
      contact.unsentCount,
      contact.unsentBytes,
      contact.oldestUnsentAt,
      contact.noLaterThan,
    ],
  )
}

export type Revocation = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly by: string
  readonly because: string
}

/** Since when the device is revoked; the first revocation counts. Undefined when there is no such device. */
export async function revokeDevice(
  tx: Tx,
  districtId: DistrictId,
  { deviceId, at, by, because }: Revocation,
): Promise<Instant | undefined> {
  await tx.execute(
    `update device set revoked_at = $3, revoked_by = $4, revoked_because = $5
      where district_id = $1 and device_id = $2 and revoked_at is null`,
    [districtId, deviceId, at, by, because],
  )
  const device = await findDevice(tx, districtId, deviceId)
  return device?.revokedAt ?? undefined
}
