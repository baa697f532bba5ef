import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { OfferInput, UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { findDevice } from '../../db/devices'
import { getEpoch } from '../../db/epoch'
import { inTransaction, type Tx } from '../../db/transaction'
import { addUpload, findNamedScan, findUpload, type SealedUpload, type StoredUpload } from '../../db/uploads'
import type { DeviceRefusal } from '../access/registerDevice'
import type { Actor } from '../actor'
import { isHere } from '../files/storedScan'
import type { House } from '../house'
import { isSendersOwn, type Sender } from './sender'
import { settleUpload, type Underway } from './standing'
import { takePiece, type Piece } from './takePiece'

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
  const found = await inTransaction(house.pool, actor, async (tx) => {
    const offered = await findOffered(tx, actor, offer)
    return offered.ok ? beginUpload(tx, { house, actor, offered: offered.value }) : offered
  })
  return answerOffer(house, { offer, found }, (underway) => settleUpload(house, actor, underway))
}

/**
 * The same with a piece of the scan, which is taken at once when it is wanted. Nothing is written before something of it
 * is kept: a scan that comes whole costs one commit.
 */
export async function offerAndAppend(
  house: House,
  sender: Sender,
  { offer, ...piece }: Piece & { readonly offer: OfferInput },
): Promise<Result<UploadAnswer, OfferRefusal>> {
  const { actor } = sender
  if (!isSendersOwn(sender, offer)) return err('foreign-device')
  const found = await inTransaction(house.pool, actor, (tx) => findOffered(tx, actor, offer))
  return answerOffer(house, { offer, found }, (underway) => takePiece(house, actor, { ...underway, piece }))
}

/** `underway`: undefined while no case of the station names the scan as it is offered. */
type Offered = { readonly epoch: string; readonly underway: Underway | undefined }
type Found = { readonly offer: OfferInput; readonly found: Result<Offered, OfferRefusal> }

async function answerOffer(
  house: House,
  { offer, found }: Found,
  settle: (underway: Underway) => Promise<UploadStanding>,
): Promise<Result<UploadAnswer, OfferRefusal>> {
  if (!found.ok) return found
  const { epoch, underway } = found.value
  const standing = await standingOf(house, { underway, offer }, settle)
  return ok({ epoch, serverTime: house.clock(), standing })
}

async function standingOf(
  { envelopes, scans }: House,
  { underway, offer }: { readonly underway: Underway | undefined; readonly offer: OfferInput },
  settle: (underway: Underway) => Promise<UploadStanding>,
): Promise<UploadStanding> {
  if (!underway) return { status: 'not-awaited' }
  // Its bytes would come whole, and nobody here could open them: it waits, as words do.
  const { sealed } = offer
  const canOpen = !sealed || envelopes.keys.some(({ keyId }) => keyId === sealed.keyId)
  if (!canOpen && !(await isHere(scans, underway.upload))) return { status: 'not-awaited' }
  // Begun in another form, open or sealed: what came of it is of no use to the rest.
  if (underway.upload.sealed?.sizeBytes !== offer.sealed?.sizeBytes) return { status: 'mismatch' }
  return settle(underway)
}

/** What stands behind an offer, asked all at once; nothing is written. */
async function findOffered(tx: Tx, actor: Actor, offer: OfferInput): Promise<Result<Offered, OfferRefusal>> {
  const { districtId, unitId } = actor
  const { deviceId, uploadId, caseId, scan } = offer
  const [epoch, device, named, known] = await Promise.all([
    getEpoch(tx),
    findDevice(tx, districtId, deviceId),
    findNamedScan(tx, districtId, { caseId, scanId: scan.scanId }),
    findUpload(tx, districtId, uploadId),
  ])
  if (device?.stationId !== unitId) return err('foreign-device')

  const isAwaited =
    named?.stationId === unitId && named.sizeBytes === scan.sizeBytes && named.mediaType === scan.mediaType
  if (!isAwaited) return ok({ epoch, underway: undefined })

  const sealed = offer.sealed ? { ...offer.sealed, key: Buffer.from(offer.sealed.key, 'base64') } : null
  const offered: StoredUpload = { ...named, uploadId, deviceId, sealed }
  if (!known) return ok({ epoch, underway: { upload: offered, epoch, isBegun: false } })
  if (!isSame(known, offered)) return err('foreign-upload')
  // The device may have sealed the same key anew, to another key of ours.
  const isSealedAnew = isOfOneForm(known, offered) && !isSameKey(known.sealed, sealed)
  const upload = isSealedAnew ? offered : known
  return ok({ epoch, underway: { upload, epoch, isBegun: !isSealedAnew } })
}

type Beginning = { readonly house: House; readonly actor: Actor; readonly offered: Offered }

/** Writes down what is new of an upload. Another request may have been first, under this id, with the same or with another. */
async function beginUpload(tx: Tx, { house, actor, offered }: Beginning): Promise<Result<Offered, OfferRefusal>> {
  const { epoch, underway } = offered
  if (!underway || underway.isBegun) return ok(offered)
  const { upload } = underway
  if (await addUpload(tx, actor.districtId, { ...upload, beganAt: house.clock() }))
    return ok({ epoch, underway: { ...underway, isBegun: true } })
  const known = await findUpload(tx, actor.districtId, upload.uploadId)
  if (!known || !isSame(known, upload)) return err('foreign-upload')
  return ok({ epoch, underway: { upload: known, epoch, isBegun: true } })
}

const isSame = (one: StoredUpload, other: StoredUpload): boolean =>
  one.deviceId === other.deviceId && one.caseId === other.caseId && one.scanId === other.scanId

const isOfOneForm = (one: StoredUpload, other: StoredUpload): boolean =>
  one.sealed?.sizeBytes === other.sealed?.sizeBytes

const isSameKey = (one: SealedUpload | null, other: SealedUpload | null): boolean =>
  one?.keyId === other?.keyId && Buffer.compare(one?.key ?? NO_KEY, other?.key ?? NO_KEY) === 0

const NO_KEY = Buffer.alloc(0)
