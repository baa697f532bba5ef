import type { DeviceRegistry, KnownAgent } from '../../db/deviceRegistry'
import { hasRequest } from '../../vault/recovery'
import type { GateState, Locked } from './gateState'
import type { OpenedMemory } from './openedMemory'
import { withStore } from './withStore'

type WayDeps = {
  readonly registry: DeviceRegistry
  readonly memory: OpenedMemory
  /** Whom a PIN lets back in. */
  readonly pinOf: () => string | undefined
}

/** What whoever comes to the tablet meets: its lock, with this agent's name first, or on a new tablet the sign-in. */
export async function findWay(deps: WayDeps, chosen?: string): Promise<GateState> {
  // A page that begins anew for them asks for the same.
  if (chosen !== undefined) deps.memory.keep(chosen)
  const locked = await findLocked(deps, chosen)
  return locked ?? { kind: 'sign-in', state: { kind: 'idle' }, before: undefined }
}

/** Undefined on a tablet that nobody has used. */
async function findLocked({ registry, pinOf }: WayDeps, wanted?: string): Promise<Locked | undefined> {
  const agents = await registry.agents.toArray()
  const [first] = agents
  if (!first) return undefined
  const chosen = agents.find(({ postId }) => postId === wanted) ?? first
  const recovering = await findRecovering(agents)
  return { kind: 'unlock', agents, chosen: chosen.postId, pinOf: pinOf(), recovering, state: { kind: 'idle' } }
}

async function findRecovering(agents: readonly KnownAgent[]): Promise<string[]> {
  const asked = agents.map(async ({ postId }) => {
    // One store that cannot be read keeps nobody else from their lock.
    const isAsking = await withStore(postId, hasRequest).catch(() => false)
    return isAsking ? [postId] : []
  })
  return (await Promise.all(asked)).flat()
}
