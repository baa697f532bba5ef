import { uuidv7, type RandomBytes } from '@onetrip/shared/lib/ids'
import { instantFromMs, type Clock } from '@onetrip/shared/lib/time'
import type { SignedText } from '../../sync/acknowledgedTransport'

/** The real clock, chance and hashing of this browser: made here, handed to everything below. */
export type Edges = {
  readonly nowMs: () => number
  readonly clock: Clock
  readonly monotonicMs: () => number
  readonly random: RandomBytes
  readonly chance: () => number
  readonly newId: () => string
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
}

export function createEdges(): Edges {
  const nowMs = (): number => Date.now()
  const random: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
  return {
    nowMs,
    clock: () => instantFromMs(nowMs()),
    monotonicMs: () => performance.now(),
    random,
    chance: () => Math.random(),
    newId: () => uuidv7(nowMs(), random),
    sha256Hex: async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  }
}

/**
 * Checks ed25519 by the browser itself; one older than 2025 does not know it, and gets a library that does. A key is
 * read once.
 */
export function createSignatureCheck(): (signed: SignedText) => Promise<boolean> {
  const keys = new Map<string, Promise<CryptoKey | undefined>>()
  const getKey = (publicKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey | undefined> => {
    const name = publicKey.join()
    const known = keys.get(name) ?? importKey(publicKey)
    keys.set(name, known)
    return known
  }
  return async ({ publicKey, text, signature }) => {
    const key = await getKey(publicKey)
    if (key) return crypto.subtle.verify('Ed25519', key, signature, text)
    const { verifyAsync } = await import('@noble/ed25519')
    return verifyAsync(signature, text, publicKey)
  }
}

const importKey = (publicKey: Uint8Array<ArrayBuffer>): Promise<CryptoKey | undefined> =>
  crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']).catch(() => undefined)
