import { createHmac, randomBytes } from 'node:crypto'
import type { Authenticator, NoSecret } from '../src/vault/authenticator'

const DECLINED = { kind: 'declined' } as const
const UNSUPPORTED = { kind: 'unsupported' } as const

/**
 * A tablet's authenticator with everything but the finger: its own credentials, and for each salt the same secret.
 * `how` may be changed while a test runs.
 */
export function anAuthenticator(how: {
  isHere?: boolean
  /** As many security keys do: the secret only when asked once more. */
  onlyWhenAsked?: boolean
  hasNoSecrets?: boolean
  /** What the person does instead of a finger. */
  declines?: boolean
  /** While the person is asked. */
  meanwhile?: () => Promise<void>
}) {
  const keys = new Map<string, Buffer>()
  const nameOf = (credentialId: ArrayBuffer): string => Buffer.from(credentialId).toString('hex')
  const secretFor = (key: Buffer, salt: ArrayBuffer) =>
    Uint8Array.from(createHmac('sha256', key).update(Buffer.from(salt)).digest())
  const calls: string[] = []
  const askPerson = async (call: string): Promise<NoSecret | undefined> => {
    calls.push(call)
    await how.meanwhile?.()
    return how.declines ? DECLINED : undefined
  }
  const authenticator: Authenticator = {
    isHere: async () => how.isHere ?? true,
    create: async ({ owner, salt }) => {
      const refused = await askPerson(`create ${owner.name} ${owner.unitName}`)
      if (refused) return refused
      const credentialId = Uint8Array.from(randomBytes(16)).buffer
      const key = randomBytes(32)
      keys.set(nameOf(credentialId), key)
      const isTold = !how.onlyWhenAsked && !how.hasNoSecrets
      const secret = isTold ? secretFor(key, salt) : undefined
      return { kind: 'made', credentialId, transports: [], hasNoSecrets: how.hasNoSecrets === true, secret }
    },
    ask: async ({ credentialId, salt }) => {
      const refused = await askPerson('ask')
      const key = keys.get(nameOf(credentialId))
      if (refused ?? !key) return DECLINED
      return how.hasNoSecrets ? UNSUPPORTED : { kind: 'secret', secret: secretFor(key, salt) }
    },
  }
  /** The same credentials with other secrets: the finger is right, what is behind it is another's. */
  const swapSecrets = (): void => keys.forEach((_key, id) => keys.set(id, randomBytes(32)))
  return { authenticator, how, calls, swapSecrets, forgetAll: () => keys.clear() }
}
