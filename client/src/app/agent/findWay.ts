import type { DeviceRegistry, KnownAgent } from '../../db/deviceRegistry'
import type { LocalDatabase } from '../../db/localDatabase'
import type { Authenticator } from '../../vault/authenticator'
import { hasAuthenticator } from '../../vault/authenticatorVault'
import { hasRequest } from '../../vault/recovery'
import type { GateState, Locked } from './gateState'
import type { OpenedMemory } from './openedMemory'
import { withStore } from './withStore'

type WayDeps = {
  readonly registry: DeviceRegistry
  readonly memory: OpenedMemory
  /** Whom a PIN lets back in. */
  readonly pinOf: () => string | undefined
  readonly authenticator: Pick<Authenticator, 'isHere'>
}

/** What whoever comes to the tablet meets: its lock, with this agent's name first, or on a new tablet the sign-in. */
export async function findWay(deps: WayDeps, chosen?: string): Promise<GateState> {
  // A page that begins anew for them asks for the same.
  if (chosen !== undefined) deps.memory.keep(chosen)
  const locked = await findLocked(deps, chosen)
  return locked ?? { kind: 'sign-in', state: { kind: 'idle' }, before: undefined }
}

/** Undefined on a tablet that nobody has used. */
async function findLocked({ registry, pinOf, authenticator }: WayDeps, wanted?: string): Promise<Locked | undefined> {
  const agents = await registry.agents.toArray()
  const [first] = agents
  if (!first) return undefined
  const chosen = agents.find(({ postId }) => postId === wanted) ?? first
  const recovering = await findWhere(agents, hasRequest)
  const enrolled = await findWhere(agents, hasAuthenticator)
  const byAuthenticator = enrolled.length > 0 && (await authenticator.isHere()) ? enrolled : []
  const ways = { pinOf: pinOf(), recovering, byAuthenticator }
  return { kind: 'unlock', agents, chosen: chosen.postId, ...ways, state: { kind: 'idle' } }
}

async function findWhere(
  agents: readonly KnownAgent[],
  is: (db: LocalDatabase) => Promise<boolean>,
): Promise<string[]> {
  const asked = agents.map(async ({ postId }) => {
    // One store that cannot be read keeps nobody else from their lock.
    const isSo = await withStore(postId, is).catch(() => false)
    return isSo ? [postId] : []
  })
  return (await Promise.all(asked)).flat()
}
