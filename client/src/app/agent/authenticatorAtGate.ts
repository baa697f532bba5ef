import { assertNever } from '@onetrip/shared/lib/result'
import { isNewerStoreError } from '../../db/newerStore'
import type { AuthenticatorChoice } from '../../features/unlock/authenticatorChoice'
import type { AuthenticatorFailure } from '../../features/unlock/unlockState'
import {
  hasAuthenticator,
  turnOffAuthenticator,
  turnOnAuthenticator,
  unlockByAuthenticator,
  type TurnOnAnswer,
} from '../../vault/authenticatorVault'
import type { SealingProgress } from '../../vault/sealClearRecords'
import { exposedTo, type GateState, type Locked } from './gateState'
import { toSeconds, vaultDepsOf, type PassphraseDeps } from './passphraseAtGate'
import type { Show } from './passGate'
import { withStore } from './withStore'

/** The tablet's own authenticator beside the passphrase: at the lock, and in the hands of who is inside. */
export function createAuthenticatorAtGate(deps: PassphraseDeps) {
  const { state, pass, edges, authenticator, log, endRecovery } = deps

  async function unlock(): Promise<void> {
    const now = state.value
    if (now.kind !== 'unlock') return
    const { chosen } = now
    const tryIt = async (show: Show): Promise<GateState> => {
      const onSealing = (sealing: SealingProgress): void => show({ ...now, state: { kind: 'pending', sealing } })
      const answer = await withStore(chosen, (db) =>
        unlockByAuthenticator({ ...vaultDepsOf(deps, db, onSealing), authenticator }, chosen),
      )
      if (answer.kind !== 'unlocked') return failedAt(now, answer.kind)
      const { agent, vault } = answer
      if (now.recovering.includes(chosen)) await endRecovery(agent.me.postId)
      return { kind: 'open', me: agent.me, deviceId: agent.deviceId, vault }
    }
    await pass({ ...now, state: { kind: 'at-authenticator' } }, tryIt, failedAt(now, 'failed'))
  }

  /** In the store of who is inside; whatever went wrong with it is said, and thrown at nobody. */
  const inside = async <Answer>(work: (postId: string) => Promise<Answer>): Promise<Answer | Trouble> => {
    const me = exposedTo(state.value)
    if (!me) return 'failed'
    return work(me.postId).catch((error: unknown) => {
      log(error)
      return isNewerStoreError(error) ? 'newer-store' : 'failed'
    })
  }

  const choice: AuthenticatorChoice = {
    read: async () => {
      if (!(await authenticator.isHere())) return 'not-offered'
      return (await inside((postId) => withStore(postId, hasAuthenticator))) === true ? 'on' : 'off'
    },
    turnOn: async (passphrase) => {
      const answer = await inside((postId) =>
        withStore(postId, (db) => {
          const typed = { postId, passphrase, nowMs: edges.nowMs() }
          return turnOnAuthenticator({ ...vaultDepsOf(deps, db), authenticator }, typed)
        }),
      )
      return typeof answer === 'string' ? { kind: answer } : toChoice(answer)
    },
    turnOff: async () =>
      inside(async (postId) => {
        await withStore(postId, turnOffAuthenticator)
        return 'off' as const
      }),
  }

  return { unlockByAuthenticator: unlock, authenticator: choice }
}

type Trouble = 'failed' | 'newer-store'

const failedAt = (now: Locked, why: AuthenticatorFailure): Locked => ({
  ...now,
  state: { kind: 'authenticator-failed', why },
})

function toChoice(answer: TurnOnAnswer): Awaited<ReturnType<AuthenticatorChoice['turnOn']>> {
  switch (answer.kind) {
    case 'wrong':
    case 'wait':
      return { kind: answer.kind, waitSeconds: toSeconds(answer.waitMs) }
    case 'on':
    case 'declined':
    case 'unsupported':
      return answer
    default:
      return assertNever(answer)
  }
}
