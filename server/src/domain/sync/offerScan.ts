import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { OfferInput, UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { findDevice } from '../../db/devices'
import { getEpoch } from '../../db/epoch'
import { inTransaction, type Tx } from '../../db/transaction'
import { addUpload, findNamedScan, findUpload, type StoredUpload } from '../../db/uploads'
import type { DeviceRefusal } from '../access/registerDevice'
import type { Actor } from '../actor'
import type { House } from '../house'
import { isSendersOwn, type Sender } from './sender'
import { settleUpload } from './standing'

/** `foreign-upload`: the id stands for something else already. */
export type OfferRefusal = DeviceRefusal | 'foreign-upload'

/**
 * From which byte on a scan is wanted. Only a device of the actor's own station is told, and only of a scan that a
 * case of that station names: knowing a hash gives nothing, also when the bytes are here for another case.
 */
export async function offerScan(
  house: House,
  sender: Sender,
  offer: OfferInput,
): Promise<Result<UploadAnswer, OfferRefusal>> {
  const { actor } = sender
  if (!isSendersOwn(sender, offer)) return err('foreign-device')
  const opened = await inTransaction(house.pool, actor, async (tx) => {
    const [epoch, upload] = await Promise.all([getEpoch(tx), openUpload(tx, { house, actor, offer })])
    return upload.ok ? ok({ epoch, upload: upload.value }) : upload
  })
  if (!opened.ok) return opened
  const { epoch, upload } = opened.value
  const standing = await standingOf(house, actor, { upload, epoch, offer })
  return ok({ epoch, serverTime: house.clock(), standing })
}

type Opened = { readonly upload: StoredUpload | undefined; readonly epoch: string; readonly offer: OfferInput }

async function standingOf(house: House, actor: Actor, { upload, epoch, offer }: Opened): Promise<UploadStanding> {
  if (!upload) return { status: 'not-awaited' }
  // Begun in another form, open or sealed: what came of it is of no use to the rest.
  if (upload.sealed?.sizeBytes !== offer.sealed?.sizeBytes) return { status: 'mismatch' }
  return settleUpload(house, actor, { upload, epoch })
}

type Opening = { readonly house: House; readonly actor: Actor; readonly offer: OfferInput }

/** The upload, begun now or before; undefined while no case of the station names the scan as it is offered. */
async function openUpload(
  tx: Tx,
  { house, actor, offer }: Opening,
): Promise<Result<StoredUpload | undefined, OfferRefusal>> {
  const { districtId, unitId } = actor
  const { deviceId, uploadId, caseId, scan } = offer
  const sealed = offer.sealed ? { ...offer.sealed, key: Buffer.from(offer.sealed.key, 'base64') } : null
  const [device, named] = await Promise.all([
    findDevice(tx, districtId, deviceId),
    findNamedScan(tx, districtId, { caseId, scanId: scan.scanId }),
  ])
  if (device?.stationId !== unitId) return err('foreign-device')

  const isAwaited =
    named?.stationId === unitId && named.sizeBytes === scan.sizeBytes && named.mediaType === scan.mediaType
  if (!isAwaited) return ok(undefined)

  const begun: StoredUpload = { ...named, uploadId, deviceId, sealed }
  if (await addUpload(tx, districtId, { ...begun, beganAt: house.clock() })) return ok(begun)
  const upload = await findUpload(tx, districtId, uploadId)
  const isSame = upload?.deviceId === deviceId && upload.caseId === caseId && upload.scanId === scan.scanId
  return isSame ? ok(upload) : err('foreign-upload')
}
