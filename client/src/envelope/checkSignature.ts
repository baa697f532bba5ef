import type { SignedText } from '../sync/acknowledgedTransport'

type Check = (signed: SignedText) => Promise<boolean>

/**
 * Checks ed25519 by the browser itself; one older than 2025 does not know it, and is left to `otherwise`, or to nobody:
 * what cannot be checked is not believed. A key is read once.
 */
export function createSignatureCheck(otherwise?: Check): Check {
  const keys = new Map<string, Promise<CryptoKey | undefined>>()
  const getKey = (publicKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey | undefined> => {
    const name = publicKey.join()
    const known = keys.get(name) ?? importKey(publicKey)
    keys.set(name, known)
    return known
  }
  return async (signed) => {
    const { publicKey, text, signature } = signed
    const key = await getKey(publicKey)
    if (key) return crypto.subtle.verify('Ed25519', key, signature, text)
    return otherwise ? otherwise(signed) : false
  }
}

const importKey = (publicKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey | undefined> =>
  crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']).catch(() => undefined)
