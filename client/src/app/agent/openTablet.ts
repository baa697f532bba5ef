import type { AgentClient } from '../../api/agentClient'
import { clearCodec } from '../../db/recordCodec'
import type { ServerTimeSeen, Tablet } from '../../stores/tablet'
import type { Edges } from './edges'
import type { GateState } from './gate'

/** Puts an opened tablet together. `seen` is asked when an operation is dated. */
export function openTablet(
  opened: Extract<GateState, { kind: 'open' }>,
  {
    client,
    edges,
    seen,
  }: { readonly client: AgentClient; readonly edges: Edges; readonly seen: () => ServerTimeSeen | undefined },
): Tablet {
  const { me, deviceId, db } = opened
  const { clock, nowMs, monotonicMs, random, newId, sha256Hex } = edges
  return {
    me,
    deviceId,
    store: { db, codec: clearCodec },
    client,
    clock,
    nowMs,
    monotonicMs,
    random,
    newId,
    sha256Hex,
    serverTimeSeen: seen,
  }
}
