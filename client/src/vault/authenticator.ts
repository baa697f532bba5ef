import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { AuthenticatorWrap } from '../db/vaultRecord'

/** Why there is no secret. A browser does not tell whether somebody cancelled, was too late, or has another finger. */
export type NoSecret =
  | { readonly kind: 'declined' }
  /** Nothing here makes sure of the person and gives a secret. */
  | { readonly kind: 'unsupported' }

/** Whose it is, as the authenticator shows it to them. */
export type CredentialOwner = { readonly id: string; readonly name: string; readonly unitName: string }

/** Which of its credentials is meant, and what it is asked for the secret of. */
export type AskedCredential = Pick<AuthenticatorWrap, 'credentialId' | 'transports' | 'salt'>

export type MadeCredential = Omit<AskedCredential, 'salt'> & {
  readonly kind: 'made'
  /** It says itself that it gives none. */
  readonly hasNoSecrets: boolean
  /** Many give it only when they are asked once more. */
  readonly secret: Uint8Array<ArrayBuffer> | undefined
}

export type Secret = { readonly kind: 'secret'; readonly secret: Uint8Array<ArrayBuffer> }

/**
 * The tablet's fingerprint, face, screen lock or security key (WebAuthn with PRF). Each call makes sure of the person
 * and asks nobody but the tablet. For one credential and salt the secret is always the same 32 bytes.
 */
export type Authenticator = {
  /** Whether this browser could; nobody is asked anything. */
  readonly isHere: () => Promise<boolean>
  readonly create: (asked: {
    readonly owner: CredentialOwner
    readonly salt: ArrayBuffer
  }) => Promise<MadeCredential | NoSecret>
  readonly ask: (asked: AskedCredential) => Promise<Secret | NoSecret>
}

export type Enrolled = Secret & AskedCredential

/** A credential of its own, and its secret for a salt of ours. Nothing of it is kept here. */
export async function enrol(
  { authenticator, random }: { readonly authenticator: Authenticator; readonly random: RandomBytes },
  owner: CredentialOwner,
): Promise<Enrolled | NoSecret> {
  const salt = Uint8Array.from(random(32)).buffer
  const made = await authenticator.create({ owner, salt })
  if (made.kind !== 'made') return made
  const { credentialId, transports, secret } = made
  const credential = { credentialId, transports, salt }
  if (secret) return { kind: 'secret', secret, ...credential }
  if (made.hasNoSecrets) return { kind: 'unsupported' }
  const asked = await authenticator.ask(credential)
  return asked.kind === 'secret' ? { ...asked, ...credential } : asked
}
