import { TRPCClientError } from '@trpc/client'
import type { ShallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { ServerBusy } from '../../api/serverAnswer'
import type { ServerClient } from '../../api/serverClient'
import type { LocalDatabase } from '../../db/localDatabase'
import { isNewerStoreError } from '../../db/newerStore'
import type { RecoveryState } from '../../features/recovery/recoveryState'
import {
  askOffice,
  endRequest,
  lookAtOffice,
  type RecoveryOffice,
  type RecoveryStanding,
  type TooOften,
} from '../../vault/recovery'
import { reopenVault, type VaultDeps } from '../../vault/vault'
import type { RawVaultKey } from '../../vault/vaultKey'
import type { Edges } from './edges'
import type { GateState, Inside } from './gateState'

/** What an agent who forgot the passphrase can do at the door. Nothing of it deletes or changes what they kept. */
export type RecoveryDesk = {
  readonly ask: () => Promise<void>
  /** Looks whether the office has answered; harmless at any time. */
  readonly look: () => Promise<void>
  readonly takeBack: () => Promise<void>
  readonly choosePassphrase: (passphrase: string) => Promise<void>
}

type DeskDeps = {
  readonly state: ShallowRef<GateState>
  readonly clientFor: (postId: PostId) => ServerClient
  readonly edges: Pick<Edges, 'nowMs' | 'newId'>
  readonly withStore: <Answer>(postId: string, work: (db: LocalDatabase) => Promise<Answer>) => Promise<Answer>
  readonly vaultDeps: (db: LocalDatabase) => VaultDeps
  readonly onOpen: (inside: Inside) => void
  readonly log: (error: unknown) => void
}

type InRecovery = GateState & { readonly kind: 'recovery' }
type NewerStore = GateState & { readonly kind: 'newer-store' }

/** The part of the gate that deals with the office. The key that comes back is held here until it has a passphrase. */
export function createRecoveryDesk(deps: DeskDeps): RecoveryDesk {
  const { state, withStore, log } = deps
  const held: { key: { readonly postId: string; readonly raw: RawVaultKey } | undefined } = { key: undefined }

  /** Whatever the work answers is shown, unless the person has gone on. */
  async function pass(
    meanwhile: (now: RecoveryState) => RecoveryState | undefined,
    work: (now: InRecovery) => Promise<RecoveryState | Inside>,
  ): Promise<void> {
    const before = state.value
    if (before.kind !== 'recovery') return
    const shown = meanwhile(before.state)
    if (!shown) return
    const now: InRecovery = { ...before, state: shown }
    state.value = now
    const next = await work(now).catch((error: unknown) => toFailure(shown, error))
    if (state.value !== now) return
    if (next.kind === 'open') deps.onOpen(next)
    state.value = next.kind === 'open' || next.kind === 'newer-store' ? next : { ...now, state: next }
  }

  function toFailure(shown: RecoveryState, error: unknown): RecoveryState | NewerStore {
    if (isNewerStoreError(error)) return { kind: 'newer-store' }
    if (!(error instanceof TRPCClientError)) {
      log(error)
      return shown.kind === 'allowed' ? { kind: 'allowed', step: 'failed' } : { kind: 'failed' }
    }
    // tRPC types the data of an error by a router that it does not know here.
    const { code } = (error.data ?? {}) as { readonly code?: string }
    if (code === 'UNAUTHORIZED' || code === 'FORBIDDEN') return { kind: 'signed-out' }
    return shown.kind === 'waiting' ? { ...shown, isUnheard: true } : { kind: 'unreachable' }
  }

  const asking = ({ me }: InRecovery, db: LocalDatabase) => ({ db, office: officeOf(deps.clientFor(me.postId)) })

  function toState({ me }: InRecovery, standing: RecoveryStanding): RecoveryState {
    switch (standing.kind) {
      case 'allowed':
        held.key = { postId: me.postId, raw: standing.raw }
        return { kind: 'allowed', step: 'idle' }
      case 'none':
        return { kind: 'idle' }
      case 'waiting':
        return { ...standing, isUnheard: false }
      case 'too-often':
        return { kind: 'too-often', againAt: instantFromMs(deps.edges.nowMs() + standing.waitMs) }
      case 'refused':
      case 'ended':
      case 'impossible':
      case 'unreadable':
        return standing
    }
  }

  return {
    ask: () =>
      pass(
        () => ({ kind: 'pending' }),
        (now) =>
          withStore(now.me.postId, async (db) => {
            const { nowMs, newId } = deps.edges
            return toState(now, await askOffice(asking(now, db), { deviceId: now.deviceId, newId, nowMs: nowMs() }))
          }),
      ),
    look: () =>
      pass(
        // Asked again and again: what stands there stays, until there is something else.
        (now) => {
          if (now.kind === 'waiting') return { ...now }
          return now.kind === 'allowed' || now.kind === 'idle' ? undefined : { kind: 'pending' }
        },
        (now) => withStore(now.me.postId, async (db) => toState(now, await lookAtOffice(asking(now, db)))),
      ),
    takeBack: () =>
      pass(
        () => ({ kind: 'pending' }),
        (now) =>
          withStore(now.me.postId, async (db): Promise<RecoveryState> => {
            await endRequest(asking(now, db))
            return { kind: 'idle' }
          }),
      ),
    choosePassphrase: (passphrase) =>
      pass(
        () => ({ kind: 'allowed', step: 'pending' }),
        (now) =>
          withStore(now.me.postId, async (db): Promise<RecoveryState | Inside> => {
            const { me, deviceId } = now
            if (held.key?.postId !== me.postId) return toState(now, await lookAtOffice(asking(now, db)))
            const raw = held.key.raw.slice()
            const vault = await reopenVault(deps.vaultDeps(db), { me, raw, passphrase })
            if (vault === 'foreign') return { kind: 'unreadable' }
            held.key.raw.fill(0)
            held.key = undefined
            await endRequest(asking(now, db))
            return { kind: 'open', me, deviceId, vault }
          }),
      ),
  }
}

/** The office as one agent asks it. */
export function officeOf({ recovery }: ServerClient): RecoveryOffice {
  return {
    request: (input) => recovery.request.mutate(input).catch(toTooOften),
    answer: (input) => recovery.answer.query(input),
    takeBack: (input) => recovery.takeBack.mutate(input),
  }
}

/** Protocol 1 says it by the status alone. */
function toTooOften(error: unknown): TooOften {
  const cause = error instanceof TRPCClientError ? error.cause : undefined
  if (cause instanceof ServerBusy && cause.status === 429) return { status: 'too-often', waitMs: cause.retryAfterMs }
  throw error
}
