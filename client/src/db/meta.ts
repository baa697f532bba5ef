import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Cursors } from '@onetrip/shared/wire/pull'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import { MAX_RECEIPT_PART } from '@onetrip/shared/lib/receiptNumber'
import type { Instant } from '@onetrip/shared/lib/time'
import type { LocalDatabase } from './localDatabase'

/** What the tablet is called: the id it minted, and the number the server gave it (part of receipt numbers). */
export type DeviceMeta = {
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  readonly nextDeviceSeq: number
  readonly nextReceiptCounter: number
}

/** How far sync has come. */
export type SyncMeta = {
  readonly epoch: string | null
  readonly cursors: Cursors
  /** Rows of earlier epochs are still shown until everything has been pulled anew. */
  readonly isSweepDue: boolean
  readonly lastServerTime: Instant | null
  /** Whose signatures hold, as the server named them last. Older apps kept none. */
  readonly acknowledgementKeys?: readonly AcknowledgementKey[]
  readonly lastSyncedAtMs: number | null
}

type MetaByKey = { readonly device: DeviceMeta; readonly sync: SyncMeta }

export const NO_SYNC: SyncMeta = {
  epoch: null,
  cursors: {},
  isSweepDue: false,
  lastServerTime: null,
  lastSyncedAtMs: null,
}

/** Undefined until it was written once. */
export async function readMeta<Key extends keyof MetaByKey>(
  db: LocalDatabase,
  key: Key,
): Promise<MetaByKey[Key] | undefined> {
  const record = await db.meta.get(key)
  // Only `writeMeta` writes here, under the same key.
  return record?.value as MetaByKey[Key] | undefined
}

export async function writeMeta<Key extends keyof MetaByKey>(
  db: LocalDatabase,
  key: Key,
  value: MetaByKey[Key],
): Promise<void> {
  await db.meta.put({ key, value })
}

/** Reserves the next `count` frame numbers of this device; returns the first. Call it in the writing transaction. */
export async function takeDeviceSeqs(db: LocalDatabase, count: number): Promise<number> {
  const device = await getDevice(db)
  await writeMeta(db, 'device', { ...device, nextDeviceSeq: device.nextDeviceSeq + count })
  return device.nextDeviceSeq
}

/**
 * Reserves the counter of the next receipt number; it is never given again, even when the step fails. It does
 * not start anew with the day: a clock set back would repeat numbers. After the last it wraps, years later.
 */
export async function takeReceiptCounter(
  db: LocalDatabase,
): Promise<{ readonly deviceNumber: number; readonly counter: number }> {
  return db.transaction('rw', db.meta, async () => {
    const device = await getDevice(db)
    const counter = device.nextReceiptCounter % (MAX_RECEIPT_PART + 1)
    await writeMeta(db, 'device', { ...device, nextReceiptCounter: counter + 1 })
    return { deviceNumber: device.deviceNumber, counter }
  })
}

async function getDevice(db: LocalDatabase): Promise<DeviceMeta> {
  const device = await readMeta(db, 'device')
  if (!device) throw new Error('the tablet has no device number: it was never signed in online')
  return device
}
