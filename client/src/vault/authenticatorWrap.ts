import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { AuthenticatorWrap } from '../db/vaultRecord'
import type { Enrolled } from './authenticator'
import type { VaultOwner } from './officeWrap'
import { deriveKey, forget, openUnder, sealUnder, type RawVaultKey } from './vaultKey'

/** Whose vault it is, and which: another agent's authenticator opens nothing here, wherever a record was carried. */
export type WrapPlace = VaultOwner & { readonly vaultId: string }

const SECRET_BYTES = 32

/** The vault's key under what this authenticator gives. The secret's bytes are overwritten. */
export async function wrapByAuthenticator(
  { raw, place, enrolled }: { raw: RawVaultKey; place: WrapPlace; enrolled: Enrolled },
  random: RandomBytes,
): Promise<AuthenticatorWrap> {
  const { credentialId, transports, salt, secret } = enrolled
  const key = await keyFrom(secret)
  const wrapped = await sealUnder(key, { place: textOf(place), clear: raw, random })
  return { alg: 'webauthn-prf-hkdf-sha256-aes256gcm', credentialId, transports, salt, wrapped }
}

/** Undefined when it is another's secret, another vault's wrap, or was changed. The secret's bytes are overwritten. */
export async function unwrapByAuthenticator({
  wrap,
  place,
  secret,
}: {
  wrap: AuthenticatorWrap
  place: WrapPlace
  secret: Uint8Array<ArrayBuffer>
}): Promise<RawVaultKey | undefined> {
  const key = await keyFrom(secret)
  return openUnder(key, textOf(place), wrap.wrapped).then(
    (raw) => new Uint8Array(raw),
    () => undefined,
  )
}

async function keyFrom(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    if (secret.length !== SECRET_BYTES) throw new Error(`a secret has ${SECRET_BYTES} bytes, not ${secret.length}`)
    return await deriveKey(await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']), 'authenticator')
  } finally {
    forget(secret)
  }
}

const textOf = ({ districtId, postId, vaultId }: WrapPlace): string =>
  ['authenticator', districtId, postId, vaultId].join('|')
