import type { RandomBytes } from '@onetrip/shared/lib/ids'

const VERSION = 'onetrip-vault/1'
const KEY_BYTES = 32
const IV_BYTES = 12

/** The key of a vault as bytes: only between two wraps, and `forget` is called on it at once. */
export type RawVaultKey = Uint8Array<ArrayBuffer>

/**
 * An unlocked vault, in the page's memory and nowhere else. Its key derives others, and cannot be read out.
 */
export type OpenVault = { readonly vaultId: string; readonly base: CryptoKey }

export const mintVaultKey = (random: RandomBytes): RawVaultKey => Uint8Array.from(random(KEY_BYTES))

/** Overwrites key bytes that are of no more use. */
export const forget = (bytes: Uint8Array): void => void bytes.fill(0)

/** Makes the vault usable and forgets the bytes. Throws for bytes that cannot be a vault's key. */
export async function importVaultKey(vaultId: string, raw: RawVaultKey): Promise<OpenVault> {
  try {
    if (raw.length !== KEY_BYTES) throw new Error(`a vault's key has ${KEY_BYTES} bytes, not ${raw.length}`)
    return { vaultId, base: await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']) }
  } finally {
    forget(raw)
  }
}

/**
 * The key of one use: a case, the feeds, the vault's own check. The same each time, so that no record of it can be
 * lost. Source: docs/decisions/0014.
 */
export const deriveKeyOf = ({ base }: OpenVault, use: string): Promise<CryptoKey> => deriveKey(base, use)

/** HKDF-SHA-256 of a key that is random itself: it needs no salt, and another use has another key. */
export const deriveKey = (base: CryptoKey, use: string): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(`${VERSION} ${use}`),
    },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )

/** Random IV, then ciphertext and tag. `place` is bound to it and not kept in it. */
export async function sealUnder(
  key: CryptoKey,
  { place, clear, random }: { place: string; clear: Uint8Array<ArrayBuffer>; random: RandomBytes },
): Promise<ArrayBuffer> {
  const iv = Uint8Array.from(random(IV_BYTES))
  const sealed = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, place), key, clear))
  const bytes = new Uint8Array(IV_BYTES + sealed.length)
  bytes.set(iv)
  bytes.set(sealed, IV_BYTES)
  return bytes.buffer
}

/** Throws when it was sealed under another key, for another place, or was changed. */
export const openUnder = (key: CryptoKey, place: string, bytes: ArrayBuffer): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt(gcm(new Uint8Array(bytes, 0, IV_BYTES), place), key, new Uint8Array(bytes, IV_BYTES))

const gcm = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(place),
})

/** What only this vault's key opens again. */
export const makeCheck = async (vault: OpenVault, random: RandomBytes): Promise<ArrayBuffer> =>
  sealUnder(await deriveKeyOf(vault, 'check'), {
    place: placeOfCheck(vault),
    clear: new TextEncoder().encode(vault.vaultId),
    random,
  })

/** Whether it is the key with which the check was made. */
export async function isKeyOf(vault: OpenVault, check: ArrayBuffer): Promise<boolean> {
  const key = await deriveKeyOf(vault, 'check')
  return openUnder(key, placeOfCheck(vault), check).then(
    () => true,
    () => false,
  )
}

const placeOfCheck = ({ vaultId }: OpenVault): string => `check|${vaultId}`
