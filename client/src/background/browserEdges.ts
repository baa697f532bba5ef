import { uuidv7 } from '@onetrip/shared/lib/ids'
import { hexOf } from '@onetrip/shared/lib/uuidBytes'
import { createServerClient } from '../api/serverClient'
import { createSignatureCheck } from '../envelope/checkSignature'
import type { LockedEdges } from '../sync/sendLocked'

/**
 * The browser's own clock, chance and cryptography, and the server asked in nobody's name: page and worker have both.
 * `otherwise`: as in `createSignatureCheck`.
 */
export function createNobodysEdges(
  otherwise?: LockedEdges['verifySignature'],
): Omit<LockedEdges, 'proveUpload' | 'mayUpload'> {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: () => Math.random(),
    newId: () => uuidv7(Date.now(), random),
    sha256Hex: async (bytes) => hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))),
    verifySignature: createSignatureCheck(otherwise),
    client: createServerClient({ app: 'agent', fetch: (url, init) => fetch(url, init) }),
  }
}
