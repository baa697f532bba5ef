/** What a passphrase is stretched with. Kept beside what it opens, so that it can be raised. */
export type Argon2Cost = { readonly memoryKiB: number; readonly iterations: number; readonly parallelism: number }

/** The vault key under a key that only the passphrase gives. */
export type PassphraseWrap = Argon2Cost & {
  readonly alg: 'argon2id'
  readonly salt: ArrayBuffer
  readonly iv: ArrayBuffer
  /** AES-256-GCM: ciphertext and tag. */
  readonly wrapped: ArrayBuffer
}

/** The vault key under the office's recovery key, by HPKE. */
export type OfficeWrap = {
  readonly alg: 'hpke-p256-sha256-aes256gcm'
  readonly keyId: string
  readonly enc: ArrayBuffer
  readonly wrapped: ArrayBuffer
}

/** The vault key under a key that one authenticator gives for this credential and salt, once it is sure of the person. */
export type AuthenticatorWrap = {
  readonly alg: 'webauthn-prf-hkdf-sha256-aes256gcm'
  readonly credentialId: ArrayBuffer
  /** How it is reached, so that nobody is asked for a telephone; none where the browser does not tell. */
  readonly transports: readonly AuthenticatorTransport[]
  readonly salt: ArrayBuffer
  /** AES-256-GCM: IV, then ciphertext and tag. */
  readonly wrapped: ArrayBuffer
}

/** An agent's vault as it lies on the tablet, in that agent's own database. The key itself lies nowhere. */
export type VaultRecord = {
  readonly vaultId: string
  readonly passphraseWrap: PassphraseWrap
  /** Absent until the office's key is known. */
  readonly officeWrap?: OfficeWrap
  /** Absent until its agent wants it; older apps know none, and keep it. Never the only wrap. */
  readonly authenticatorWrap?: AuthenticatorWrap
  /** What only the right key opens: tells a key that came back from the office from any other. */
  readonly check: ArrayBuffer
  /** Records of a time before the vault may still lie open. */
  readonly hasClear: boolean
}

/** A way back that was asked for at the office; it outlasts a reload. */
export type RecoveryRecord = {
  readonly requestId: string
  readonly vaultId: string
  readonly askedAtMs: number
  /** Its private half cannot be read out, by nobody. */
  readonly replyKeys: CryptoKeyPair
}
