import * as z from 'zod/mini'

/** A public key of the house, to which a tablet seals: HPKE (RFC 9180) with DHKEM(P-256) and HKDF-SHA-256. */
export const SealingKey = z.object({
  /** The first 16 hex digits of the key's SHA-256. It tells keys apart and secures nothing. */
  keyId: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  alg: z.literal('hpke-p256-sha256-aes256gcm'),
  /** The uncompressed point, 65 bytes as base64. */
  publicKey: z.string().check(z.regex(/^[A-Za-z0-9+/]{87}=$/)),
})
export type SealingKey = z.infer<typeof SealingKey>
