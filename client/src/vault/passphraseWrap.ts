import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { Argon2Cost, PassphraseWrap } from '../db/vaultRecord'
import type { Stretch } from './stretchInWorker'
import { forget, type RawVaultKey } from './vaultKey'

/** OWASP asks for 19 MiB; whoever has the tablet's disk has time. A tablet of 2 GB can still spare this for a second. */
export const FULL_COST: Argon2Cost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 }

export type WrapParts = { readonly stretch: Stretch; readonly random: RandomBytes; readonly cost: Argon2Cost }

/** The vault's key under a passphrase. Full-width letters of another keyboard are the same letters. */
export async function wrapByPassphrase(
  { vaultId, raw, passphrase }: { vaultId: string; raw: RawVaultKey; passphrase: string },
  { stretch, random, cost }: WrapParts,
): Promise<PassphraseWrap> {
  const salt = Uint8Array.from(random(16))
  const iv = Uint8Array.from(random(12))
  const key = await keyFrom(stretch, { passphrase, salt, cost })
  const wrapped = await crypto.subtle.encrypt(gcm(vaultId, iv), key, raw)
  return { alg: 'argon2id', ...cost, salt: salt.buffer, iv: iv.buffer, wrapped }
}

/** Undefined for a wrong passphrase; throws when it could not be tried. */
export async function unwrapByPassphrase(
  { vaultId, wrap, passphrase }: { vaultId: string; wrap: PassphraseWrap; passphrase: string },
  stretch: Stretch,
): Promise<RawVaultKey | undefined> {
  const { memoryKiB, iterations, parallelism, salt, iv, wrapped } = wrap
  const cost = { memoryKiB, iterations, parallelism }
  const key = await keyFrom(stretch, { passphrase, salt: new Uint8Array(salt), cost })
  return crypto.subtle.decrypt(gcm(vaultId, new Uint8Array(iv)), key, wrapped).then(
    (raw) => new Uint8Array(raw),
    () => undefined,
  )
}

type Stretched = {
  readonly passphrase: string
  readonly salt: Uint8Array<ArrayBuffer>
  readonly cost: Argon2Cost
}

async function keyFrom(stretch: Stretch, { passphrase, salt, cost }: Stretched): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const stretched = await stretch({ passphrase: typed, salt, ...cost })
  try {
    return await crypto.subtle.importKey('raw', stretched, 'AES-GCM', false, ['encrypt', 'decrypt'])
  } finally {
    forget(stretched)
    forget(typed)
  }
}

const gcm = (vaultId: string, iv: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`passphrase|${vaultId}`),
})
