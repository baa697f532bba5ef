import type { DeviceReport } from '@onetrip/shared/wire/device'
import type { DeviceId, DistrictId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../../api/serverClient'
import { keepKeys } from '../../db/dexieSyncStorage'
import type { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import type { SyncStorage } from '../../db/syncStorage'
import { proveStanding } from '../../envelope/sign'
import { meetEpoch } from '../../sync/meetEpoch'
import { askStanding } from '../../device/askStanding'
import type { ToldBySignature } from '../../device/standingTransport'

type Hearing = {
  /** Asks in nobody's name. */
  readonly client: ServerClient
  readonly districtId: DistrictId
  readonly deviceId: DeviceId
  readonly db: LocalDatabase
  readonly storage: Pick<SyncStorage, 'readPosition' | 'beginEpoch'>
}

/**
 * Tells the server how a tablet is, and hears how it stands, by its device's signature alone: of whose signatures hold, and
 * of a server that was restored, it learns as by a pull. Undefined where the device has no key, or nobody answers.
 * [SYNC-R8] [SYNC-R18]
 */
export async function hearBySignature(
  { client, districtId, deviceId, db, storage }: Hearing,
  report: DeviceReport,
): Promise<ToldBySignature | undefined> {
  const keysKnown = (await readMeta(db, 'sync'))?.keysDigest
  const said = { ...report, deviceId, ...(keysKnown !== undefined && { keysKnown }) }
  const proof = await proveStanding({ db, districtId }, said)
  if (proof === undefined) return undefined
  const reply = await askStanding({ client, said, proof })
  if (reply.kind !== 'answer') return undefined
  await keepKeys(db, reply.answer)
  // What is sealed lies ready: it is offered anew, whoever is there.
  await meetEpoch({ storage }, reply.answer.epoch)
  return reply.answer
}
