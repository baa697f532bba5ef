// First of all: Dexie looks for the browser's database once, when it is loaded, and a worker loads it once for all its tests.
import 'fake-indexeddb/auto'
import { randomBytes, randomUUID, webcrypto } from 'node:crypto'
import { DeviceId, uuidv7 } from '@onetrip/shared/lib/ids'
import { Me } from '@onetrip/shared/wire/session'
import { DeviceRegistry, localDatabaseName, type PassphraseCheck } from '../src/db/deviceRegistry'
import { LocalDatabase } from '../src/db/localDatabase'
import { stretch } from '../src/vault/argon2id'
import type { VaultDeps } from '../src/vault/vault'
import { importVaultKey, type OpenVault } from '../src/vault/vaultKey'

export const random = (length: number): Uint8Array => webcrypto.getRandomValues(new Uint8Array(length))

/** argon2id as it is, in milliseconds: eight kibibytes, once. */
export const CHEAP = { memoryKiB: 8, iterations: 1, parallelism: 1 } as const

/** A vault that is open, under a key of its own. */
export const anOpenVault = (vaultId: string = randomUUID()): Promise<OpenVault> =>
  importVaultKey(vaultId, Uint8Array.from(randomBytes(32)))

export const anAgent = (name = '刘敏'): Me =>
  Me.parse({
    districtId: '430102',
    postId: randomUUID(),
    personId: randomUUID(),
    name,
    role: 'agent',
    unitId: '430102009001',
    unitName: '五一社区',
  })

export const aDeviceId = (): DeviceId => DeviceId.parse(randomUUID())

/** What a vault of this agent's is opened with: real argon2id, real stores, a registry of its own. */
export function vaultDeps(me: Me, registry = new DeviceRegistry(`device-${randomUUID()}`)): VaultDeps {
  return {
    registry,
    db: new LocalDatabase(localDatabaseName(me.postId)),
    stretch,
    random,
    cost: CHEAP,
    newId: () => uuidv7(0, random),
    log: (error) => {
      throw error
    },
    onSealing: () => undefined,
  }
}

/** A check as agents had it before there was a vault; few iterations, so that a test takes no time. */
export async function anOldCheck(passphrase: string): Promise<PassphraseCheck> {
  const salt = Uint8Array.from(random(16))
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits'])
  const iterations = 1000
  const derived = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)
  return { alg: 'pbkdf2-sha256', iterations, salt: salt.buffer, derived }
}
