import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { clearCodec } from '../../db/recordCodec'
import type { ServerTimeSeen, Tablet } from '../../stores/tablet'
import type { Edges } from './edges'
import type { Inside } from './gateState'

type TabletParts = {
  /** Asks in the name of the one whose tablet it is, and of nobody else. */
  readonly client: ServerClient
  readonly edges: Edges
  readonly seen: () => ServerTimeSeen | undefined
}

/** Puts an opened tablet together. `seen` is asked when an operation is dated. */
export function openTablet({ me, deviceId }: Inside, { client, edges, seen }: TabletParts): Tablet {
  const { clock, nowMs, monotonicMs, random, newId, sha256Hex } = edges
  return {
    me,
    deviceId,
    store: { db: new LocalDatabase(localDatabaseName(me.postId)), codec: clearCodec },
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
