import type { DeviceId, FeedId, UploadId } from '@onetrip/shared/lib/ids'
import type { SyncStorage } from '../db/syncStorage'
import type { SyncTransport } from './transport'

/** Everything that the engine touches outside itself. `app/` passes the real ones, the simulation seeded ones. */
export type EngineDeps = {
  readonly nowMs: () => number
  /** Never goes back or jumps, whatever is done to the tablet's clock: how long something took. */
  readonly monotonicMs: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly storage: SyncStorage
  readonly transport: SyncTransport
  readonly deviceId: DeviceId
  readonly newUploadId: () => UploadId
  /** Whether an upload under a new id bears a proof. A rescue file holds those of its own alone; undefined: it does. */
  readonly canProveNew?: boolean | undefined
  /** Lower-case hex SHA-256. */
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
  /** The feeds that this agent may see; none where nobody has unlocked the tablet and rows could not be kept. */
  readonly feedIds: readonly FeedId[]
  /** How many operations go in one request; undefined: as many as the server takes. */
  readonly opsPerPush?: number | undefined
  /** How many cases' scans go side by side. */
  readonly lanes: number
  /** How long lanes go on, piece after piece, before news are looked for again; 0: one piece each. */
  readonly laneMs: number
  /** Whether scans may go now: not while a person saves mobile data. Words always may. */
  readonly mayUpload: () => boolean
}
