import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import type { ServerTimeSeen, Tablet } from '../../stores/tablet'
import { createVaultCodec } from '../../vault/vaultCodec'
import { createDeviceSealer } from './deviceSealing'
import type { Edges } from './edges'
import type { Inside } from './gateState'

type TabletParts = {
  /** Asks in the name of the one whose tablet it is, and of nobody else. */
  readonly client: ServerClient
  readonly edges: Edges
  readonly seen: () => ServerTimeSeen | undefined
}

/** Puts an opened tablet together. `seen` is asked when an operation is dated. */
export function openTablet({ me, deviceId, vault }: Inside, { client, edges, seen }: TabletParts): Tablet {
  const { clock, nowMs, monotonicMs, random, newId, sha256Hex } = edges
  const db = new LocalDatabase(localDatabaseName(me.postId))
  const sealer = createDeviceSealer(db, { districtId: me.districtId, deviceId, random, nowMs })
  return {
    me,
    deviceId,
    store: { db, codec: createVaultCodec(vault, random), sealer },
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
