// First of all: Dexie looks for the browser's database once, when it is loaded, and a worker loads it once for all its tests.
import 'fake-indexeddb/auto'
import { createECDH, createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Dexie } from 'dexie'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import { DeviceRegistry } from '../src/db/deviceRegistry'
import { LocalDatabase } from '../src/db/localDatabase'

/** A store as it lay on a disk: its tables as they were declared, and every record. Bytes are base64. */
export type KeptStore = {
  readonly version: number
  readonly tables: Readonly<Record<string, { readonly schema: string; readonly records: readonly unknown[] }>>
}

/** A tablet as an app of its day left it, of the agent who knows this passphrase. */
export type KeptTablet = {
  readonly passphrase: string
  readonly me: Me
  readonly deviceId: DeviceId
  readonly registry: KeptStore
  readonly store: KeptStore
}

const FIXTURES = join(import.meta.dirname, '..', '..', 'shared', 'fixtures')

export const readKept = (name: string): unknown => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'))

/** One of `shared/fixtures/tablets`. */
export const readKeptTablet = (name: string): KeptTablet =>
  // Written by `keepStore` of its day, and never changed.
  readKept(`tablets/${name}`) as KeptTablet

/** What a store holds, to be kept before the next version of it ships (CONTRIBUTING.md). */
export async function keepStore(db: Dexie): Promise<KeptStore> {
  const kept = db.tables.map(async (table) => {
    const { primKey, indexes } = table.schema
    const schema = [primKey, ...indexes].map(({ src }) => src).join(', ')
    return [table.name, { schema, records: (await table.toArray()).map(toKept) }] as const
  })
  return { version: db.verno, tables: Object.fromEntries(await Promise.all(kept)) }
}

function toKept(value: unknown): unknown {
  if (value === undefined) return { $undefined: true }
  if (value instanceof ArrayBuffer) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof CryptoKey) return { $key: `${value.algorithm.name} ${value.type}` }
  if (Array.isArray(value)) return value.map(toKept)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toKept(one)]))
}

/** Puts a kept store back as the app of its day wrote it, under a name; nothing of today has opened it yet. */
export async function putBack(kept: KeptStore, name: string): Promise<void> {
  const raw = new Dexie(name)
  raw
    .version(kept.version)
    .stores(Object.fromEntries(Object.entries(kept.tables).map(([table, { schema }]) => [table, schema])))
  for (const [table, { records }] of Object.entries(kept.tables))
    await raw.table(table).bulkAdd(await Promise.all(records.map(fromKept)))
  raw.close()
}

async function fromKept(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(fromKept))
  if (typeof value !== 'object' || value === null) return value
  if ('$undefined' in value) return undefined
  if ('$bytes' in value) return Uint8Array.from(Buffer.from(String(value.$bytes), 'base64')).buffer
  if ('$key' in value) return testDeviceKey()
  const entries = Object.entries(value).map(async ([key, one]) => [key, await fromKept(one)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

/** The device's key of the recordings, by the words of `protocol-1/world.json`; it cannot be read out. */
export function testDeviceKey(): Promise<CryptoKey> {
  // Held by its schema where the district is opened (server/test/protocol/world.ts).
  const { testKeys } = readKept('protocol-1/world') as { readonly testKeys: { readonly device: string } }
  const scalar = createHash('sha256').update(testKeys.device).digest()
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  const point = ecdh.getPublicKey()
  const [d = '', x = '', y = ''] = [scalar, point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString('base64url'),
  )
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d, x, y }, algorithm, false, ['sign'])
}

/** The stores of a kept tablet, opened by today's app. */
export async function openKept(tablet: KeptTablet): Promise<{ db: LocalDatabase; registry: DeviceRegistry }> {
  const names = { db: `kept-${randomUUID()}`, registry: `kept-device-${randomUUID()}` }
  await putBack(tablet.store, names.db)
  await putBack(tablet.registry, names.registry)
  return { db: new LocalDatabase(names.db), registry: new DeviceRegistry(names.registry) }
}
