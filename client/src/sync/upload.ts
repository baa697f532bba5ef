import { assertNever } from '@onetrip/shared/lib/result'
import { toBase64 } from '@onetrip/shared/lib/base64'
import { createInTurn } from '@onetrip/shared/lib/inTurn'
import { MAX_WHOLE_BYTES } from '@onetrip/shared/wire/protocol'
import type { OfferInput, UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { backoffMs } from '../api/backoff'
import type { Failure, Reply } from '../api/reply'
import type { TravellingScan } from '../db/scanRecords'
import { dueAtMs } from './due'
import type { EngineDeps } from './engineDeps'
import { keepAcknowledgement } from './keepAcknowledgement'
import { meetEpoch } from './meetEpoch'
import { FIRST_PIECE_SIZE, sizeAfter, type PieceFate } from './pieceSize'
import type { WaitingUpload } from './uploadQueue'

export type Uploader = {
  /** One exchange for one scan: asks from which byte on, or sends the next piece. */
  readonly send: (upload: WaitingUpload) => Promise<SentUpload>
  /** False for a scan that was found to wait until its agent unlocks the tablet. */
  readonly canSend: (upload: Pick<WaitingUpload, 'caseId' | 'scanId'>) => boolean
}

/** What went wrong, or how the scan stands now, where it can go on at once. */
export type SentUpload = { readonly failure?: Failure; readonly next?: WaitingUpload | undefined }

type Waiting = WaitingUpload['state']
type PieceOf = { readonly upload: WaitingUpload; readonly piece: Uint8Array; readonly offset: number }
type SendFirst = NonNullable<EngineDeps['transport']['offerAndAppend']>

type UploadChange = Parameters<EngineDeps['storage']['setUpload']>[1]

/**
 * Holds the bytes of the scans that are being sent: they are read from the store, and checked, once for all pieces.
 * What the line carries is learnt from every piece, of whatever scan, and forgotten with the engine.
 */
export function createUploader(deps: EngineDeps): Uploader {
  const held = new Map<string, TravellingScan>()
  const locked = new Set<string>()
  const line = { pieceSize: FIRST_PIECE_SIZE }
  const inTurn = createInTurn(1)

  /** Checked where the bytes leave the tablet: a page that changed on its disk must not travel as if it were whole. */
  async function takeInHand(upload: WaitingUpload): Promise<TravellingScan | 'locked' | undefined> {
    const known = held.get(keyOf(upload))
    if (known) return known
    const scan = await deps.storage.findScan(upload)
    if (scan === 'locked') return scan
    if (!scan || (await deps.sha256Hex(scan.bytes)) !== scan.sha256) return undefined
    // Scans that were overtaken by smaller ones are let go; no more are held than travel.
    const [oldest] = held.keys()
    if (oldest !== undefined && held.size >= deps.lanes) held.delete(oldest)
    held.set(keyOf(upload), scan)
    return scan
  }

  /** One answer after the other: between an epoch that is met and what was said under it, no other may be met. [SYNC-R8] */
  const keep = (upload: WaitingUpload, reply: Reply<UploadAnswer>): Promise<SentUpload> =>
    inTurn(() => keepAlone(upload, reply))

  async function keepAlone(upload: WaitingUpload, reply: Reply<UploadAnswer>): Promise<SentUpload> {
    if (reply.kind === 'answer') await meetEpoch(deps, reply.answer.epoch)
    const change =
      reply.kind === 'answer' ? afterAnswer(deps, upload, reply.answer.standing) : afterFailure(deps, upload, reply)
    // Held while it goes on, and at no other time.
    if (change?.state.kind !== 'waiting' || change.state.offset === undefined) held.delete(keyOf(upload))
    if (change) await deps.storage.setUpload(upload, change)
    return reply.kind === 'answer' ? { next: change && nextOf(deps, upload, change) } : { failure: reply }
  }

  /** With the offer in the same request, and whole where the line carries it: a photo is seldom larger. */
  function sendFirst(upload: WaitingUpload, scan: TravellingScan, send: SendFirst): Promise<SentUpload> {
    const { bytes, mostBytes } = line.pieceSize
    const isWholeFine = bytes >= FIRST_PIECE_SIZE.bytes && scan.bytes.length <= Math.min(mostBytes, MAX_WHOLE_BYTES)
    const piece = isWholeFine ? scan.bytes : scan.bytes.subarray(0, bytes)
    return sendPiece({ upload, piece, offset: 0 }, () => send(offerOf(deps, upload, scan), piece))
  }

  function sendNext(upload: WaitingUpload, bytes: TravellingScan['bytes'], offset: number): Promise<SentUpload> {
    const piece = bytes.subarray(offset, offset + line.pieceSize.bytes)
    return sendPiece({ upload, piece, offset }, () => deps.transport.append(upload, offset, piece))
  }

  async function sendPiece(
    { upload, piece, offset }: PieceOf,
    send: () => Promise<Reply<UploadAnswer>>,
  ): Promise<SentUpload> {
    const fromMs = deps.monotonicMs()
    const reply = await send()
    const fate = fateOf(reply, {
      endsAt: offset + piece.length,
      bytes: piece.length,
      durationMs: deps.monotonicMs() - fromMs,
    })
    if (fate) line.pieceSize = sizeAfter(line.pieceSize, fate)
    // A smaller one goes at once, from the same byte on.
    if (reply.kind === 'too-large' && line.pieceSize.bytes < piece.length) return { next: upload }
    return keep({ ...upload, state: { ...upload.state, offset } }, reply)
  }

  return {
    send: async (upload) => {
      const { offset, lastOffset, attempts } = upload.state
      const scan = await takeInHand(upload)
      if (scan === 'locked') {
        locked.add(keyOf(upload))
        return {}
      }
      if (!scan) {
        await deps.storage.setUpload(upload, { state: { kind: 'blocked', why: 'damaged-here' } })
        return {}
      }
      if (offset !== undefined) return sendNext(upload, scan.bytes, offset)
      const { offerAndAppend } = deps.transport
      // One that was begun, or came to nothing, costs no bytes before the server has said what it wants.
      if (offerAndAppend && attempts === 0 && lastOffset === undefined) return sendFirst(upload, scan, offerAndAppend)
      return keep(upload, await deps.transport.offer(offerOf(deps, upload, scan)))
    },
    canSend: (upload) => !locked.has(keyOf(upload)),
  }
}

/** Undefined when it has arrived, is stuck, or waits for its time. */
function nextOf(
  { nowMs }: EngineDeps,
  upload: WaitingUpload,
  { state, uploadId = upload.uploadId }: UploadChange,
): WaitingUpload | undefined {
  if (state.kind !== 'waiting' || dueAtMs(state.notBeforeMs, nowMs()) > nowMs()) return undefined
  return { ...upload, state, uploadId }
}

const keyOf = ({ caseId, scanId }: Pick<WaitingUpload, 'caseId' | 'scanId'>): string => `${caseId} ${scanId}`

const offerOf = (
  { deviceId }: EngineDeps,
  { uploadId, caseId, scanId, sizeBytes, mediaType }: WaitingUpload,
  { key, bytes }: TravellingScan,
): OfferInput => ({
  deviceId,
  uploadId,
  caseId,
  scan: { scanId, sizeBytes, mediaType },
  ...(key && { sealed: { keyId: key.keyId, key: toBase64(key.bytes), sizeBytes: bytes.length } }),
})

type SentPiece = { readonly endsAt: number; readonly bytes: number; readonly durationMs: number }

/** What a reply tells of the line; undefined: nothing, for the server may have answered without having read. */
function fateOf(reply: Reply<UploadAnswer>, { endsAt, bytes, durationMs }: SentPiece): PieceFate | undefined {
  switch (reply.kind) {
    case 'answer': {
      const { standing } = reply.answer
      const isThere = standing.status === 'complete' || (standing.status === 'continue' && standing.offset >= endsAt)
      return isThere ? { kind: 'arrived', bytes, durationMs } : undefined
    }
    case 'unreachable':
      return { kind: 'cut' }
    case 'too-large':
      return { kind: 'too-large', bytes }
    case 'server-failed':
    case 'busy':
    case 'signed-out':
    case 'not-permitted':
    case 'not-understood':
      return undefined
    default:
      return assertNever(reply)
  }
}

function afterAnswer(deps: EngineDeps, { state }: WaitingUpload, standing: UploadStanding): UploadChange {
  switch (standing.status) {
    case 'continue':
      return { state: goOn(deps, state, standing.offset) }
    case 'complete':
      return { state: arrived(deps, standing) }
    case 'mismatch':
      return { state: postponed(deps, begunAnew(state)), uploadId: deps.newUploadId() }
    case 'not-awaited':
      return { state: postponed(deps, begunAnew(state)) }
    case 'unreadable':
      return { state: { kind: 'blocked', why: standing.why } }
    default:
      return assertNever(standing)
  }
}

const arrived = (
  { nowMs }: EngineDeps,
  { acknowledgement, arrivedAt }: Extract<UploadStanding, { status: 'complete' }>,
): UploadChange['state'] => ({
  kind: 'arrived',
  arrivedAtMs: nowMs(),
  ...keepAcknowledgement(acknowledgement, arrivedAt),
})

/**
 * The server says from which byte on it wants the scan. Where it has no more of it than before a piece was sent, that
 * piece was for nothing, and the next one waits a little longer: a line or a server that takes none costs few of them.
 */
function goOn(deps: EngineDeps, state: Waiting, offset: number): Waiting {
  const { attempts, notBeforeMs, lastOffset } = state
  const next: Waiting = { kind: 'waiting', offset, attempts, notBeforeMs }
  // An answer to a piece that knows nothing of it may be an old one: only asking tells.
  if (state.offset !== undefined) return offset > state.offset ? next : askedAnew(state)
  if (lastOffset === undefined) return next
  return offset > lastOffset ? { ...next, attempts: 0 } : postponed(deps, next)
}

/** Undefined: nothing is known now that was not known before. */
function afterFailure(deps: EngineDeps, { state }: WaitingUpload, failure: Failure): UploadChange | undefined {
  // How much of a piece arrived only the server knows, so it is asked anew.
  if (state.offset !== undefined) return { state: askedAnew(state) }
  switch (failure.kind) {
    case 'unreachable':
    case 'busy':
    case 'signed-out':
      return undefined
    case 'server-failed':
    case 'not-permitted':
    case 'not-understood':
    case 'too-large':
      // Perhaps only this one's fault: the next scan goes before it is tried again.
      return { state: postponed(deps, state) }
    default:
      return assertNever(failure)
  }
}

const askedAnew = ({ offset, ...state }: Waiting): Waiting => ({
  ...state,
  offset: undefined,
  ...(offset !== undefined && { lastOffset: offset }),
})

/** Nothing of it is at the server. */
const begunAnew = ({ attempts, notBeforeMs }: Waiting): Waiting => ({
  kind: 'waiting',
  offset: undefined,
  attempts,
  notBeforeMs,
})

const postponed = (deps: EngineDeps, state: Waiting): Waiting => ({
  ...state,
  attempts: state.attempts + 1,
  notBeforeMs: deps.nowMs() + backoffMs(state.attempts, deps.random()),
})
