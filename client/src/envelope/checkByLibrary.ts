import type { SignedText } from '../sync/acknowledgedTransport'

/** Checks ed25519 by a library, loaded when it is first needed. Not for a service worker, which can load nothing late. */
export async function checkByLibrary({ publicKey, text, signature }: SignedText): Promise<boolean> {
  const { verifyAsync } = await import('@noble/ed25519')
  return verifyAsync(signature, text, publicKey)
}
