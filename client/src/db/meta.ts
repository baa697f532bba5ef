import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { Cursors } from '@onetrip/shared/wire/pull'
import type { DevicePublicKey } from '@onetrip/shared/wire/session'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import { MAX_RECEIPT_PART } from '@onetrip/shared/lib/receiptNumber'
import type { Instant } from '@onetrip/shared/lib/time'
import type { LocalDatabase } from './localDatabase'
import type { LostStep } from './lostSteps'
import type { SealedRecord } from './recordCodec'
import type { RecoveryRecord, VaultRecord } from './vaultRecord'

/** What the tablet is called: the id it minted, and the number the server gave it (part of receipt numbers). */
export type DeviceMeta = {
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  /** Older apps counted their frames here; the outbox numbers them by itself. */
  readonly nextDeviceSeq?: number
  readonly nextReceiptCounter: number
  /** The device's own key: it signs, and cannot be taken away. Absent until the first sign-in of an app that has one. */
  readonly signingKey?: CryptoKey
}

/** Under which id and key the tablet makes itself known, from before the server hears of them. */
export type RegistrationMeta = {
  readonly deviceId: DeviceId
  readonly signingKey: CryptoKey
  readonly publicKey: DevicePublicKey
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
  /** To whom envelopes are sealed: the first is the one for new ones. Older apps kept none. */
  readonly envelopeKeys?: readonly SealingKey[]
  readonly recoveryKey?: SealingKey
  /** What the server called the keys above together. Absent: they are to be told again. */
  readonly keysDigest?: string
  readonly lastSyncedAtMs: number | null
}

/** What writing showed of the room on this tablet. */
export type SpaceMeta = {
  readonly proven?: { readonly atMs: number; readonly bytes: number }
  /** When the disk last would not take something for want of room. */
  readonly fullAtMs?: number
}

/** The stamp of the pages that were written last. */
export type PagesMeta = { readonly lastStamp: number }

/** When scans travel. Words always do. */
export type UploadsMeta = {
  readonly pausesOnMobile: boolean
  /** The agent's word for what waits just now: send it all the same. */
  readonly anywayUntilMs?: number
}

/** Pages, as `caseId scanId`, that lie here and that their agent can no longer open. */
export type ForgettingMeta = { readonly unreadable: readonly string[] }

/** What a search begins with before all is read: cases as it knows them, in sealed pages. */
export type SearchMeta = { readonly pages: Readonly<Record<number, SealedRecord>> }

/** What the tables have lost, and a second copy has. */
export type LostMeta = { readonly steps: readonly LostStep[] }

type MetaByKey = {
  readonly device: DeviceMeta
  readonly registration: RegistrationMeta
  readonly sync: SyncMeta
  readonly pages: PagesMeta
  readonly space: SpaceMeta
  readonly uploads: UploadsMeta
  readonly forgetting: ForgettingMeta
  readonly search: SearchMeta
  readonly lost: LostMeta
  /** The tablet was called back, and all has gone: nothing is written any more, and the store is being destroyed. */
  readonly closing: true
  readonly vault: VaultRecord
  readonly recovery: RecoveryRecord
}

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

/** Numbers that were reserved and never stood on a receipt: fewer than this, of what a store loses at once. */
const RESERVED_IN_VAIN = 100

/**
 * A store that has lost hand-ins may have lost its count of them, too: beyond all numbers that they can have given out.
 * A number that two receipts bear is taken by the server for one of them only.
 */
export async function leapReceiptCounter(db: LocalDatabase, lostSteps: number): Promise<void> {
  const device = await readMeta(db, 'device')
  if (!device) return
  const nextReceiptCounter = device.nextReceiptCounter + lostSteps + RESERVED_IN_VAIN
  await writeMeta(db, 'device', { ...device, nextReceiptCounter })
}

async function getDevice(db: LocalDatabase): Promise<DeviceMeta> {
  const device = await readMeta(db, 'device')
  if (!device) throw new Error('the tablet has no device number: it was never signed in online')
  return device
}
