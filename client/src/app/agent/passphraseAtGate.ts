import type { PostId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from '../../db/localDatabase'
import { isNewerStoreError } from '../../db/newerStore'
import type { ChangeAnswer } from '../../features/unlock/changePassphrase'
import type { UnlockState } from '../../features/unlock/unlockState'
import type { SealingProgress } from '../../vault/sealClearRecords'
import { beginVault, changePassphrase, unlockVault, type UnlockAnswer, type VaultDeps } from '../../vault/vault'
import type { AtGate } from './gateDeps'
import { exposedTo, type GateState } from './gateState'
import type { Show } from './passGate'
import { withStore } from './withStore'

export type PassphraseDeps = AtGate & {
  /** Whoever remembered it after all needs no help any more. */
  readonly endRecovery: (postId: PostId) => Promise<void>
}

/** An agent's own passphrase: chosen once, where the vault is made; typed at the lock; changed by who is inside. */
export function createPassphrases(deps: PassphraseDeps) {
  const { state, pass, findWay, edges, log } = deps

  async function choosePassphrase(passphrase: string): Promise<void> {
    const now = state.value
    if (now.kind !== 'set-passphrase') return
    const { me, deviceId } = now
    const keep = async (show: Show): Promise<GateState> => {
      const onSealing = (sealing: SealingProgress): void => show({ ...now, state: { kind: 'pending', sealing } })
      const vault = await withStore(me.postId, (db) =>
        beginVault(vaultDepsOf(deps, db, onSealing), { me, deviceId, passphrase }),
      )
      return vault === 'exists' ? findWay(me.postId) : { kind: 'open', me, deviceId, vault }
    }
    await pass({ ...now, state: { kind: 'pending' } }, keep, { ...now, state: { kind: 'failed' } })
  }

  async function unlock({ postId, passphrase }: { postId: string; passphrase: string }): Promise<void> {
    const now = state.value
    if (now.kind !== 'unlock') return
    const chosen = { ...now, chosen: postId }
    const tryIt = async (show: Show): Promise<GateState> => {
      const onSealing = (sealing: SealingProgress): void => show({ ...chosen, state: { kind: 'pending', sealing } })
      const answer = await withStore(postId, (db) =>
        unlockVault(vaultDepsOf(deps, db, onSealing), { postId, passphrase, nowMs: edges.nowMs() }),
      )
      if (answer.kind !== 'unlocked') return { ...chosen, state: toUnlockState(answer) }
      const { agent, vault } = answer
      if (now.recovering.includes(postId)) await deps.endRecovery(agent.me.postId)
      return { kind: 'open', me: agent.me, deviceId: agent.deviceId, vault }
    }
    await pass({ ...chosen, state: { kind: 'pending' } }, tryIt, { ...chosen, state: { kind: 'failed' } })
  }

  async function changeOwn(typed: { passphrase: string; fresh: string }): Promise<ChangeAnswer> {
    const me = exposedTo(state.value)
    if (!me) return { kind: 'failed' }
    const { postId } = me
    const asked = { ...typed, postId, nowMs: edges.nowMs() }
    const change = withStore(postId, (db) => changePassphrase(vaultDepsOf(deps, db), asked))
    const answer = await change.catch((error: unknown) => {
      log(error)
      return { kind: isNewerStoreError(error) ? 'newer-store' : 'failed' } as const
    })
    if (answer.kind === 'wrong' || answer.kind === 'wait') return toUnlockState(answer)
    return answer.kind === 'no-vault' ? { kind: 'failed' } : answer
  }

  return { choosePassphrase, unlock, changePassphrase: changeOwn }
}

/** How an agent's vault is worked on, in the store that is open for it. */
export const vaultDepsOf = (
  { passphrases, registry, edges, log }: Pick<AtGate, 'passphrases' | 'registry' | 'edges' | 'log'>,
  db: LocalDatabase,
  onSealing: VaultDeps['onSealing'] = () => undefined,
): VaultDeps => ({ ...passphrases, registry, db, random: edges.random, newId: edges.newId, log, onSealing })

export const toSeconds = (ms: number): number => Math.ceil(ms / 1000)

const toUnlockState = <Answer extends Exclude<UnlockAnswer, { kind: 'unlocked' }>>(answer: Answer) =>
  // The three have the shapes that the page knows, but for the unit.
  (answer.kind === 'no-vault'
    ? { kind: 'no-vault' }
    : { kind: answer.kind, waitSeconds: toSeconds(answer.waitMs) }) as Extract<UnlockState, { kind: Answer['kind'] }>
