import { assertNever } from '@onetrip/shared/lib/result'
import { UploadId, type DeviceId, type DistrictId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../api/serverClient'
import type { LocalDatabase } from '../db/localDatabase'
import type { UploadsMeta } from '../db/meta'
import { lockedCodec } from '../db/recordCodec'
import { clearSealer } from '../db/sealer'
import { createSendingStorage } from '../db/sendingStorage'
import { acknowledgedTransport, type AcknowledgementDeps } from './acknowledgedTransport'
import { createEngine, type Engine } from './engine'
import type { EngineDeps } from './engineDeps'
import { createSendingTransport, type SendingDeps } from './sendingTransport'

/** One agent's store on this tablet, which nobody has unlocked. */
export type LockedStore = {
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly db: LocalDatabase
  /** Whether its agent saves mobile data. */
  readonly settings: UploadsMeta
}

/** What of the browser is used to send for somebody who is not there. `client` asks in nobody's name. */
export type LockedEdges = Pick<EngineDeps, 'nowMs' | 'monotonicMs' | 'random' | 'sha256Hex' | 'mayUpload'> &
  Pick<SendingDeps, 'proveUpload'> &
  Pick<AcknowledgementDeps, 'verifySignature'> & { readonly client: ServerClient; readonly newId: () => string }

/**
 * The engine of a locked store: it sends what is sealed and signed, needs no session, and reads nothing. Rows are pulled
 * when the agent is back: nobody else could seal them. [SYNC-R19]
 */
export function createLockedEngine(
  { districtId, deviceId, db }: Omit<LockedStore, 'settings'>,
  edges: LockedEdges,
): Engine {
  const storage = {
    ...createSendingStorage({ db, codec: lockedCodec, sealer: clearSealer }),
    applyPull: () => Promise.reject(new Error('a locked store takes no rows')),
  }
  const { client, proveUpload, verifySignature, sha256Hex, newId, ...clocks } = edges
  const sending = createSendingTransport(client, { deviceId, onServerTime: () => undefined, proveUpload })
  const wire = { ...sending, pull: () => Promise.reject(new Error('a locked store asks for no rows')) }
  return createEngine({
    ...clocks,
    sha256Hex,
    storage,
    transport: acknowledgedTransport(wire, {
      districtId,
      readKeys: storage.readAcknowledgementKeys,
      verifySignature,
      sha256Hex,
    }),
    deviceId,
    newUploadId: () => UploadId.parse(newId()),
    feedIds: [],
    lanes: 1,
    laneMs: 0,
  })
}

/** `left`: what could not go now has another try coming. */
export type Sent = { readonly kind: 'all' } | { readonly kind: 'left' } | { readonly kind: 'gave-way' }

/**
 * Sends until nothing can go at once. Gives way after each exchange as soon as somebody else wants the store's lock:
 * its agent, who is back.
 */
export async function sendOnce(engine: Engine, isWanted: () => Promise<boolean>): Promise<Sent> {
  for (;;) {
    const result = await engine.step()
    switch (result.did) {
      case 'rest':
        return { kind: result.untilMs === undefined ? 'all' : 'left' }
      case 'fail':
        return { kind: 'left' }
      case 'push':
      case 'pull':
      case 'upload':
        break
      default:
        return assertNever(result)
    }
    if (await isWanted()) return { kind: 'gave-way' }
  }
}
