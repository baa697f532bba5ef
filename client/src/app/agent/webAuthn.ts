import type { RandomBytes } from '@onetrip/shared/lib/ids'
import type { Authenticator, NoSecret } from '../../vault/authenticator'

export type WebAuthnParts = {
  /** Absent where the page came over an insecure line. */
  readonly credentials: Pick<CredentialsContainer, 'create' | 'get'> | undefined
  /** What the browser says that it can, where it says so. */
  readonly readCapabilities: () => Promise<Readonly<Record<string, boolean>>>
  /** What the authenticator calls the app before the person. */
  readonly appName: () => string
  readonly random: RandomBytes
}

const ANSWER_WITHIN_MS = 60_000
/** ES256, Ed25519, and RS256 for Windows Hello. Nobody ever checks a signature: the secret is all that counts. */
const ALGORITHMS = [-7, -8, -257]

/** The tablet's own authenticator through the browser. No server takes part: challenges are made and forgotten here. */
export function createWebAuthn({ credentials, readCapabilities, appName, random }: WebAuthnParts): Authenticator {
  const running: { now: AbortController | undefined } = { now: undefined }

  /** A browser asks one thing at a time; whoever presses once more means the later one. */
  async function ask<Answer>(
    run: (from: NonNullable<typeof credentials>, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | NoSecret> {
    if (!credentials) return { kind: 'unsupported' }
    running.now?.abort()
    const now = new AbortController()
    running.now = now
    try {
      return await run(credentials, now.signal)
    } catch (error) {
      return toNoSecret(error)
    }
  }

  const common = () => ({ challenge: Uint8Array.from(random(32)), timeout: ANSWER_WITHIN_MS, hints: HINTS })

  return {
    isHere: async () => credentials !== undefined && (await readCapabilities())['extension:prf'] !== false,
    create: ({ owner, salt }) =>
      ask(async (from, signal) => {
        const made = await from.create({
          signal,
          publicKey: {
            ...common(),
            rp: { name: appName() },
            user: { id: new TextEncoder().encode(owner.id), name: owner.name, displayName: nameOf(owner) },
            pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
            // Android gives secrets to credentials that its password keeper lists; we look for none there.
            authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
            attestation: 'none',
            extensions: { prf: { eval: { first: salt } } },
          },
        })
        const { rawId, prf, transports } = readCredential(made)
        return {
          kind: 'made',
          credentialId: rawId,
          transports,
          hasNoSecrets: prf?.enabled === false,
          secret: secretOf(prf),
        }
      }),
    ask: ({ credentialId, transports, salt }) =>
      ask(async (from, signal) => {
        const got = await from.get({
          signal,
          publicKey: {
            ...common(),
            allowCredentials: [{ type: 'public-key', id: credentialId, ...reachedBy(transports) }],
            userVerification: 'required',
            extensions: { prf: { eval: { first: salt } } },
          },
        })
        const secret = secretOf(readCredential(got).prf)
        return secret ? { kind: 'secret', secret } : { kind: 'unsupported' }
      }),
  }
}

/** The tablet's own before a key that is plugged in; a telephone that lies beside it is not asked for. */
const HINTS = ['client-device', 'security-key']

const nameOf = ({ name, unitName }: { readonly name: string; readonly unitName: string }): string =>
  `${name} · ${unitName}`

type Prf = AuthenticationExtensionsClientOutputs['prf']

function readCredential(credential: Credential | null) {
  // What was asked for with `publicKey` is answered with one; only a new one tells how it is reached, and not everywhere.
  const made = credential as PublicKeyCredential & { readonly response: Partial<AuthenticatorAttestationResponse> }
  const told = made.response.getTransports?.() ?? []
  const transports = TRANSPORTS.filter((one) => told.includes(one))
  return { rawId: made.rawId, prf: made.getClientExtensionResults().prf, transports }
}

/** All but `hybrid`, a telephone. */
const TRANSPORTS: readonly AuthenticatorTransport[] = ['internal', 'usb', 'nfc', 'ble']

/** An empty list would mean by no way at all. */
const reachedBy = (transports: readonly AuthenticatorTransport[]): { transports?: AuthenticatorTransport[] } =>
  transports.length > 0 ? { transports: [...transports] } : {}

/** Its bytes alone, in memory of our own that can be overwritten. */
function secretOf(prf: Prf): Uint8Array<ArrayBuffer> | undefined {
  const first = prf?.results?.first
  if (!first) return undefined
  if (first instanceof ArrayBuffer) return new Uint8Array(first)
  return Uint8Array.from(new Uint8Array(first.buffer, first.byteOffset, first.byteLength))
}

/** What a browser says when it comes to nothing. Source: WebAuthn Level 3, 5.1.3 and 5.1.4. */
function toNoSecret(error: unknown): NoSecret {
  switch (error instanceof DOMException ? error.name : undefined) {
    case 'NotAllowedError':
    case 'AbortError':
    case 'TimeoutError':
      return { kind: 'declined' }
    case 'NotSupportedError':
    case 'ConstraintError':
    // The address is no name, or not this app's.
    case 'SecurityError':
      return { kind: 'unsupported' }
    default:
      throw error
  }
}

/** What this browser has. */
export function findWebAuthn(): Pick<WebAuthnParts, 'credentials' | 'readCapabilities'> {
  const isThere = typeof PublicKeyCredential === 'function'
  return {
    credentials: isThere ? navigator.credentials : undefined,
    // Younger than the rest: a browser without it is simply tried.
    readCapabilities: async () => {
      const isTold = isThere && 'getClientCapabilities' in PublicKeyCredential
      return isTold ? PublicKeyCredential.getClientCapabilities().catch(() => ({})) : {}
    },
  }
}
