import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Me } from '@onetrip/shared/wire/session'
import { readMeta } from '../../db/meta'
import type { RegisterCodeState } from '../../features/sign-in/registerCodeState'
import type { Credentials } from '../../features/sign-in/signInState'
import { hasRequest } from '../../vault/recovery'
import type { AtGate } from './gateDeps'
import type { GateState, WayBack } from './gateState'
import { registerDevice } from './registerDevice'
import { signInOnline } from './signInOnline'
import { withStore } from './withStore'

/** Whence somebody came to sign in, and whose passphrase was forgotten, where that is why. */
type Asked = { readonly before: WayBack; readonly recovers?: string }

/** Signing in at the server, and the number that it gives the tablet; without either, what stood there before. */
export function createSignIn({ state, pass, findWay, clientFor, edges, registry }: AtGate) {
  async function signIn(credentials: Credentials): Promise<void> {
    const now = state.value
    if (now.kind !== 'sign-in') return
    await pass({ ...now, state: { kind: 'pending' } }, () => askServer(credentials, now), {
      ...now,
      state: { kind: 'store-failed' },
    })
  }

  async function askServer(credentials: Credentials, now: GateState & { kind: 'sign-in' }): Promise<GateState> {
    const answer = await signInOnline(clientFor(), credentials)
    return answer.kind === 'signed-in' ? register(answer.me, now) : { ...now, state: answer }
  }

  async function register(me: Me, asked: Asked, code?: RegistrationCode): Promise<GateState> {
    const { postId } = me
    const { before, recovers } = asked
    const registered = await registerDevice({ client: clientFor(postId), postId, newId: edges.newId, code })
    const askForCode = (trouble: RegisterCodeState): GateState => ({
      kind: 'register-code',
      me,
      state: trouble,
      before,
      ...(recovers !== undefined && { recovers }),
    })
    switch (registered.kind) {
      case 'registered':
        return arrive(me, registered.deviceId, asked)
      case 'code-wanted':
        // One that came is still asked for: it did not count, under an id that was another's.
        return askForCode(code === undefined ? IDLE : { kind: 'unreachable' })
      case 'unanswered':
        return code === undefined ? { kind: 'register-failed', before } : askForCode({ kind: 'unreachable' })
      case 'wrong-code':
      case 'too-many-tries':
        return askForCode(registered)
      default:
        return assertNever(registered)
    }
  }

  async function enterCode(code: RegistrationCode): Promise<void> {
    const now = state.value
    if (now.kind !== 'register-code') return
    await pass({ ...now, state: { kind: 'pending' } }, () => register(now.me, now, code), {
      ...now,
      state: { kind: 'store-failed' },
    })
  }

  /**
   * Who has signed in and whose tablet has a number. A passphrase is chosen once: a vault that is there stays behind
   * the one it has.
   */
  async function arrive(me: Me, deviceId: DeviceId, { before, recovers }: Asked): Promise<GateState> {
    const hasVault = await withStore(me.postId, async (db) => (await readMeta(db, 'vault')) !== undefined)
    if (!hasVault) return { kind: 'set-passphrase', me, deviceId, state: IDLE, before }
    await keepKnown(me, deviceId)
    if (recovers === me.postId) {
      const waits = (await withStore(me.postId, hasRequest)) ? WAITING : IDLE
      return { kind: 'recovery', me, deviceId, state: waits, before }
    }
    if (before?.kind === 'open' && before.me.postId === me.postId) return { ...before, me, deviceId }
    return findWay(me.postId)
  }

  /** Under the name and number of today; wrong passphrases stay counted. */
  async function keepKnown(me: Me, deviceId: DeviceId): Promise<void> {
    await registry.transaction('rw', registry.agents, async () => {
      const known = await registry.agents.get(me.postId)
      await registry.agents.put({ failures: 0, notBeforeMs: 0, ...known, postId: me.postId, me, deviceId })
    })
  }

  return { signIn, enterCode }
}

const IDLE = { kind: 'idle' } as const
/** Something was asked; the page looks at once. */
const WAITING = { kind: 'waiting', expiresAt: undefined, isUnheard: false } as const
