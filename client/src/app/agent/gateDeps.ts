import type { ShallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../../api/serverClient'
import type { DeviceRegistry } from '../../db/deviceRegistry'
import type { Authenticator } from '../../vault/authenticator'
import type { VaultDeps } from '../../vault/vault'
import type { Edges } from './edges'
import type { GateState } from './gateState'
import type { OpenedMemory } from './openedMemory'
import type { Pass } from './passGate'

export type GateDeps = {
  /** The server, asked in the name of a post; without one, in nobody's. */
  readonly clientFor: (postId?: PostId) => ServerClient
  readonly edges: Pick<Edges, 'nowMs' | 'random' | 'newId'>
  readonly registry: DeviceRegistry
  readonly memory: OpenedMemory
  /** How passphrases are stretched, and at what cost. */
  readonly passphrases: Pick<VaultDeps, 'stretch' | 'cost'>
  /** The tablet's fingerprint, face, screen lock or security key. */
  readonly authenticator: Authenticator
  /** Begins with a fresh page, as soon as everything typed is on the disk: no key is left. */
  readonly forgetKey: () => void
  readonly log: (error: unknown) => void
}

/** What everything that is done at the gate works on: what is shown, how it goes on, and where it ends otherwise. */
export type AtGate = GateDeps & {
  readonly state: ShallowRef<GateState>
  readonly pass: Pass
  /** The lock with this agent's name first, or the sign-in of a new tablet. */
  readonly findWay: (chosen?: string) => Promise<GateState>
}
