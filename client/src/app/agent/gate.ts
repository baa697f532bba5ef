import { shallowRef, type ShallowRef } from 'vue'
import type { DeviceId, PostId } from '@onetrip/shared/lib/ids'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Me } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName, type DeviceRegistry, type KnownAgent } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import { isNewerStoreError } from '../../db/newerStore'
import type { RegisterCodeState } from '../../features/sign-in/registerCodeState'
import type { Credentials } from '../../features/sign-in/signInState'
import type { ChangeAnswer } from '../../features/unlock/changePassphrase'
import type { UnlockState } from '../../features/unlock/unlockState'
import { endRequest, hasRequest } from '../../vault/recovery'
import type { SealingProgress } from '../../vault/sealClearRecords'
import { beginVault, changePassphrase, unlockVault, type UnlockAnswer, type VaultDeps } from '../../vault/vault'
import { createRecoveryDesk, officeOf, type RecoveryDesk } from './recoveryDesk'
import type { Edges } from './edges'
import { exposedTo, wayBackFrom, type GateState, type Locked, type WayBack } from './gateState'
import type { OpenedMemory } from './openedMemory'
import { createPinLock } from './pinLock'
import { registerDevice } from './registerDevice'
import { signInOnline } from './signInOnline'

export type Gate = {
  readonly state: Readonly<ShallowRef<GateState>>
  /** Looks anew who knows this tablet: at the start, and after the store has failed. */
  readonly begin: () => Promise<void>
  readonly signIn: (credentials: Credentials) => Promise<void>
  /** The code that the tablet's station was given for it. */
  readonly enterCode: (code: RegistrationCode) => Promise<void>
  readonly choosePassphrase: (passphrase: string) => Promise<void>
  /** At the lock: whose passphrase is asked for. */
  readonly choose: (postId: string) => void
  readonly unlock: (typed: { readonly postId: string; readonly passphrase: string }) => Promise<void>
  /** The short way back into a page that is still open. */
  readonly unlockByPin: (pin: string) => void
  /** For who is inside; in memory only. `undefined` takes it away. */
  readonly choosePin: (pin: string | undefined) => void
  /** For who is inside: another passphrase in the place of the one that they know. */
  readonly changePassphrase: (typed: { readonly passphrase: string; readonly fresh: string }) => Promise<ChangeAnswer>
  readonly askForSignIn: () => void
  /** A sign-in at the server, and from there the office's help; or back to a request that waits. */
  readonly recover: (postId: string) => Promise<void>
  readonly recovery: RecoveryDesk
  /** From a sign-in that needs a network back to what was there; does nothing on a new tablet. */
  readonly goBack: () => void
  /** Puts the passphrase before what can be seen. What lies behind goes on saving and sending. */
  readonly lock: () => void
}

type GateDeps = {
  /** The server, asked in the name of a post; without one, in nobody's. */
  readonly clientFor: (postId?: PostId) => ServerClient
  readonly edges: Pick<Edges, 'nowMs' | 'random' | 'newId'>
  readonly registry: DeviceRegistry
  readonly memory: OpenedMemory
  /** How passphrases are stretched, and at what cost. */
  readonly passphrases: Pick<VaultDeps, 'stretch' | 'cost'>
  /** Begins with a fresh page, as soon as everything typed is on the disk: no key is left. */
  readonly forgetKey: () => void
  readonly log: (error: unknown) => void
}

/** Whence somebody came to sign in, and whose passphrase was forgotten, where that is why. */
type Asked = { readonly before: WayBack; readonly recovers?: string }

/** Shows what comes next, unless the person has gone on. */
type Show = (next: GateState) => void

/** The tablet's door: sign-in online the first time, the local passphrase from then on, with or without network. */
export function createGate({ clientFor, edges, registry, memory, passphrases, forgetKey, log }: GateDeps): Gate {
  const state = shallowRef<GateState>({ kind: 'opening' })
  const pins = createPinLock()

  /** Shows `meanwhile`, then what came of the work, or `failed` when it threw; nothing if the person has gone on. */
  async function pass(
    meanwhile: GateState,
    work: (show: Show) => Promise<GateState>,
    failed: GateState,
  ): Promise<void> {
    const shown = { last: meanwhile }
    const show: Show = (next) => {
      if (state.value !== shown.last) return
      shown.last = next
      state.value = next
    }
    state.value = meanwhile
    const next = await work(show).catch((error: unknown) => {
      log(error)
      return isNewerStoreError(error) ? ({ kind: 'newer-store' } as const) : failed
    })
    if (state.value === shown.last && next.kind === 'open') memory.keep(next.me.postId)
    show(next)
  }

  const begin = async (chosen = memory.recall()): Promise<void> =>
    pass({ kind: 'opening' }, () => findWay(chosen), { kind: 'store-failed' })

  async function findWay(chosen?: string): Promise<GateState> {
    // A page that begins anew for them asks for the same.
    if (chosen !== undefined) memory.keep(chosen)
    const locked = await findLocked(chosen)
    return locked ?? { kind: 'sign-in', state: { kind: 'idle' }, before: undefined }
  }

  /** Undefined on a tablet that nobody has used. */
  async function findLocked(wanted?: string): Promise<Locked | undefined> {
    const agents = await registry.agents.toArray()
    const [first] = agents
    if (!first) return undefined
    const chosen = agents.find(({ postId }) => postId === wanted) ?? first
    const recovering = await findRecovering(agents)
    return { kind: 'unlock', agents, chosen: chosen.postId, pinOf: pins.owner(), recovering, state: IDLE }
  }

  async function findRecovering(agents: readonly KnownAgent[]): Promise<string[]> {
    const asked = agents.map(async ({ postId }) => {
      // One store that cannot be read keeps nobody else from their lock.
      const isAsking = await withStore(postId, hasRequest).catch(() => false)
      return isAsking ? [postId] : []
    })
    return (await Promise.all(asked)).flat()
  }

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
      const state = (await withStore(me.postId, hasRequest)) ? WAITING : IDLE
      return { kind: 'recovery', me, deviceId, state, before }
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

  async function choosePassphrase(passphrase: string): Promise<void> {
    const now = state.value
    if (now.kind !== 'set-passphrase') return
    const { me, deviceId } = now
    const keep = async (show: Show): Promise<GateState> => {
      const onSealing = (sealing: SealingProgress): void => show({ ...now, state: { kind: 'pending', sealing } })
      const vault = await withStore(me.postId, (db) =>
        beginVault(vaultDeps(db, onSealing), { me, deviceId, passphrase }),
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
        unlockVault(vaultDeps(db, onSealing), { postId, passphrase, nowMs: edges.nowMs() }),
      )
      if (answer.kind !== 'unlocked') return { ...chosen, state: toUnlockState(answer) }
      const { agent, vault } = answer
      // Whoever remembered it after all needs no help any more.
      if (now.recovering.includes(postId)) await endRecovery(agent.me)
      return { kind: 'open', me: agent.me, deviceId: agent.deviceId, vault }
    }
    await pass({ ...chosen, state: { kind: 'pending' } }, tryIt, { ...chosen, state: { kind: 'failed' } })
  }

  function unlockByPin(pin: string): void {
    const now = state.value
    if (now.kind !== 'unlock') return
    const answer = pins.open({ postId: now.chosen, pin })
    switch (answer.kind) {
      case 'right':
        state.value = answer.inside
        break
      case 'wrong':
        state.value = { ...now, state: { kind: 'wrong-pin', triesLeft: answer.triesLeft } }
        break
      case 'forgotten':
        state.value = { ...now, pinOf: undefined, state: { kind: 'pin-forgotten' } }
        forgetKey()
        break
      default:
        assertNever(answer)
    }
  }

  const endRecovery = ({ postId }: Me): Promise<void> =>
    withStore(postId, (db) => endRequest({ db, office: officeOf(clientFor(postId)) })).catch(log)

  async function changeOwn(typed: { passphrase: string; fresh: string }): Promise<ChangeAnswer> {
    const me = exposedTo(state.value)
    if (!me) return { kind: 'failed' }
    const { postId } = me
    const asked = { ...typed, postId, nowMs: edges.nowMs() }
    const change = withStore(postId, (db) =>
      changePassphrase(
        vaultDeps(db, () => undefined),
        asked,
      ),
    )
    const answer = await change.catch((error: unknown) => {
      log(error)
      return { kind: 'failed' } as const
    })
    if (answer.kind === 'changed' || answer.kind === 'failed') return answer
    return answer.kind === 'no-vault' ? { kind: 'failed' } : toUnlockState(answer)
  }

  async function recover(postId: string): Promise<void> {
    const now = state.value
    if (now.kind !== 'unlock') return
    const agent = now.recovering.includes(postId) && now.agents.find((one) => one.postId === postId)
    const before = wayBackFrom(now)
    if (!agent) {
      state.value = { kind: 'sign-in', state: IDLE, before, recovers: postId }
      return
    }
    const { me, deviceId } = agent
    state.value = { kind: 'recovery', me, deviceId, before, state: { kind: 'pending' } }
    await recovery.look()
  }

  const vaultDeps = (db: LocalDatabase, onSealing: VaultDeps['onSealing']): VaultDeps => ({
    ...passphrases,
    registry,
    db,
    random: edges.random,
    newId: edges.newId,
    log,
    onSealing,
  })
  const recovery = createRecoveryDesk({
    state,
    clientFor,
    edges,
    log,
    withStore,
    vaultDeps: (db) => vaultDeps(db, () => undefined),
    onOpen: ({ me }) => memory.keep(me.postId),
  })

  return {
    state,
    begin: () => begin(),
    signIn,
    enterCode,
    choosePassphrase,
    choose: (postId) => {
      const now = state.value
      if (now.kind !== 'unlock' || now.chosen === postId) return
      memory.keep(postId)
      state.value = { ...now, chosen: postId, state: IDLE }
    },
    unlock,
    unlockByPin,
    choosePin: (pin) => {
      if (pin === undefined) pins.forget()
      else if (state.value.kind === 'open') pins.choose(state.value, pin)
    },
    changePassphrase: changeOwn,
    askForSignIn: () => {
      // From a way back that the server no longer lets through, on to the same.
      const recovers = state.value.kind === 'recovery' ? { recovers: state.value.me.postId } : {}
      state.value = { kind: 'sign-in', state: IDLE, before: wayBackFrom(state.value), ...recovers }
    },
    recover,
    recovery,
    goBack: () => {
      const { value: now } = state
      // What was asked meanwhile shows at the lock.
      if (now.kind === 'recovery' && now.before?.kind === 'unlock') void begin(now.me.postId)
      else state.value = wayBackFrom(now) ?? now
    },
    lock: () => {
      const me = exposedTo(state.value)
      if (me) void begin(me.postId)
    },
  }
}

const IDLE = { kind: 'idle' } as const
/** Something was asked; the page looks at once. */
const WAITING = { kind: 'waiting', expiresAt: undefined, isUnheard: false } as const

const toUnlockState = <Answer extends Exclude<UnlockAnswer, { kind: 'unlocked' }>>(answer: Answer) =>
  // The three have the shapes that the page knows, but for the unit.
  (answer.kind === 'no-vault'
    ? { kind: 'no-vault' }
    : { kind: answer.kind, waitSeconds: Math.ceil(answer.waitMs / 1000) }) as Extract<
    UnlockState,
    { kind: Answer['kind'] }
  >

/** Opens an agent's own store for as long as the work takes. */
async function withStore<Answer>(postId: string, work: (db: LocalDatabase) => Promise<Answer>): Promise<Answer> {
  const db = new LocalDatabase(localDatabaseName(postId))
  try {
    return await work(db)
  } finally {
    db.close()
  }
}
