import { assertNever } from '@onetrip/shared/lib/result'
import { toBase64 } from '@onetrip/shared/lib/base64'
import { createInTurn } from '@onetrip/shared/lib/inTurn'
import { MAX_WHOLE_BYTES } from '@onetrip/shared/wire/protocol'
import type { OfferInput, UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { backoffMs } from '../api/backoff'
import type { Failure, Reply } from '../api/reply'
import { bytesAtServer } from '../db/outboxEntry'
import type { TravellingScan } from '../db/scanRecords'
import { dueAtMs } from './due'
import type { EngineDeps } from './engineDeps'
import { keepAcknowledgement } from './keepAcknowledgement'
import { createKnownLine } from './knownLine'
import { meetEpoch } from './meetEpoch'
import { FIRST_PIECE_SIZE } from './pieceSize'
import { scanKeyOf, type WaitingUpload } from './uploadQueue'

export type Uploader = {
  /** One exchange for one scan: asks from which byte on, or sends the next piece, of so many bytes at most. */
  readonly send: (upload: WaitingUpload, atMost?: number) => Promise<SentUpload>
  /** Broken a moment ago, and not shown since to carry much: what goes side by side is asked about after the next break. */
  readonly isLinePoor: () => boolean
  /** False for a scan that was found to wait until its agent unlocks the tablet. */
  readonly canSend: (upload: Pick<WaitingUpload, 'caseId' | 'scanId'>) => boolean
}

/** What went wrong, or how the scan stands now, where it can go on at once. */
export type SentUpload = {
  readonly failure?: Failure
  readonly next?: WaitingUpload | undefined
  /** More of it is known to be at the server than before. */
  readonly hasMoved?: boolean
}

/** What a server says of a page that it does not have and waits for. */
const WANTED: ReadonlySet<string> = new Set<UploadStanding['status']>(['continue', 'mismatch', 'unreadable'])

type Waiting = WaitingUpload['state']
type PieceOf = { readonly upload: WaitingUpload; readonly piece: Uint8Array; readonly offset: number }
type Next = { readonly upload: WaitingUpload; readonly scan: TravellingScan; readonly atMost: number }
type SendFirst = NonNullable<EngineDeps['transport']['offerAndAppend']>

type UploadChange = Parameters<EngineDeps['storage']['setUpload']>[1]

/** Holds the bytes of the scans that are being sent: they are read from the store, and checked, once for all pieces. */
export function createUploader(deps: EngineDeps): Uploader {
  const held = new Map<string, TravellingScan>()
  const locked = new Set<string>()
  const line = createKnownLine()
  const inTurn = createInTurn(1)

  /** Checked where the bytes leave the tablet: a page that changed on its disk must not travel as if it were whole. */
  async function takeInHand(upload: WaitingUpload): Promise<TravellingScan | 'locked' | undefined> {
    const known = held.get(scanKeyOf(upload))
    if (known) return known
    const scan = await deps.storage.findScan(upload)
    if (scan === 'locked') return scan
    if (!scan || (await deps.sha256Hex(scan.bytes)) !== scan.sha256) return undefined
    // Scans that were overtaken by smaller ones are let go; no more are held than travel: one a lane, and one beside.
    const [oldest] = held.keys()
    if (oldest !== undefined && held.size > deps.lanes) held.delete(oldest)
    held.set(scanKeyOf(upload), scan)
    return scan
  }

  /** One answer after the other: between an epoch that is met and what was said under it, no other may be met. [SYNC-R8] */
  const keep = (upload: WaitingUpload, reply: Reply<UploadAnswer>): Promise<SentUpload> =>
    inTurn(() => keepAlone(upload, reply))

  async function keepAlone(upload: WaitingUpload, reply: Reply<UploadAnswer>): Promise<SentUpload> {
    if (reply.kind === 'answer') {
      await meetEpoch(deps, reply.answer.epoch)
      line.meetAnswer(upload, reply.answer)
    }
    const change =
      reply.kind === 'answer' ? afterAnswer(deps, upload, reply.answer.standing) : afterFailure(deps, upload, reply)
    // Held while it goes on, and at no other time.
    if (change?.state.kind !== 'waiting' || change.state.offset === undefined) held.delete(scanKeyOf(upload))
    if (change) await deps.storage.setUpload(upload, change)
    if (reply.kind !== 'answer') return { failure: reply }
    return change ? { next: nextOf(deps, upload, change), hasMoved: hasMoved(upload, change) } : {}
  }

  /** With the offer in the same request, and whole where the line carries it: a photo is seldom larger. */
  function sendFirst({ upload, scan, atMost }: Next, send: SendFirst): Promise<SentUpload> {
    const { bytes, mostBytes } = line.pieceSize()
    const isGood = !line.isPoor() && bytes >= FIRST_PIECE_SIZE.bytes
    const isWholeFine = isGood && scan.bytes.length <= Math.min(mostBytes, MAX_WHOLE_BYTES)
    const piece = isWholeFine ? scan.bytes : scan.bytes.subarray(0, Math.min(bytes, atMost))
    return sendPiece({ upload, piece, offset: 0 }, () => send(offerOf(deps, upload, scan), piece))
  }

  function sendNext({ upload, scan, atMost }: Next, offset: number): Promise<SentUpload> {
    const piece = scan.bytes.subarray(offset, offset + Math.min(line.pieceSize().bytes, atMost))
    return sendPiece({ upload, piece, offset }, () => deps.transport.append(upload, offset, piece))
  }

  async function sendPiece(
    { upload, piece, offset }: PieceOf,
    send: () => Promise<Reply<UploadAnswer>>,
  ): Promise<SentUpload> {
    const fromMs = deps.monotonicMs()
    const reply = await send()
    const durationMs = deps.monotonicMs() - fromMs
    line.meetReply(upload, reply, { endsAt: offset + piece.length, bytes: piece.length, durationMs })
    // A smaller one goes at once, from the same byte on.
    if (reply.kind === 'too-large' && line.pieceSize().bytes < piece.length) return { next: upload }
    return keep({ ...upload, state: { ...upload.state, offset } }, reply)
  }

  /**
   * A page whose bytes are lost here may be at the server all the same: a restored one has most of what was let go of.
   * Only where it is not, a person has to look.
   */
  async function sendNothing(upload: WaitingUpload): Promise<SentUpload> {
    const { caseId, scanId, sizeBytes, mediaType } = upload
    const scan = { scanId, sizeBytes, mediaType }
    // Under an id of its own: what was begun under the other went in another form.
    const reply = await deps.transport.offer({
      deviceId: deps.deviceId,
      uploadId: deps.newUploadId(),
      caseId,
      scan,
    })
    const isWanted = reply.kind === 'answer' && WANTED.has(reply.answer.standing.status)
    if (!isWanted) return keep({ ...upload, state: { ...upload.state, offset: undefined } }, reply)
    return inTurn(async () => {
      await meetEpoch(deps, reply.answer.epoch)
      return stop(upload)
    })
  }

  async function stop(upload: WaitingUpload): Promise<SentUpload> {
    await deps.storage.setUpload(upload, { state: { kind: 'blocked', why: 'damaged-here' } })
    return {}
  }

  return {
    send: async (upload, atMost = Infinity) => {
      const { offset, lastOffset, attempts } = upload.state
      const scan = await takeInHand(upload)
      if (scan === 'locked') {
        locked.add(scanKeyOf(upload))
        return {}
      }
      if (!scan) return deps.canProveNew === false ? stop(upload) : sendNothing(upload)
      const next = { upload, scan, atMost }
      if (offset !== undefined) return sendNext(next, offset)
      const { offerAndAppend } = deps.transport
      // One that was begun, or came to nothing, costs no bytes before the server has said what it wants.
      if (offerAndAppend && attempts === 0 && lastOffset === undefined) return sendFirst(next, offerAndAppend)
      return keep(upload, await deps.transport.offer(offerOf(deps, upload, scan)))
    },
    isLinePoor: line.isPoor,
    canSend: (upload) => !locked.has(scanKeyOf(upload)),
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

const hasMoved = (upload: WaitingUpload, { state }: UploadChange): boolean =>
  state.kind === 'arrived' || bytesAtServer(state) > bytesAtServer(upload.state)

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
 * The server says from which byte on it wants the scan. Only where it has more of it than before a piece was sent was
 * that piece worth its bytes.
 */
function goOn(deps: EngineDeps, state: Waiting, offset: number): Waiting {
  const { attempts, notBeforeMs, lastOffset } = state
  const next: Waiting = { kind: 'waiting', offset, attempts, notBeforeMs }
  // An answer to a piece that knows nothing of it may be an old one: only asking tells.
  if (state.offset !== undefined) return offset > state.offset ? next : askedAnew(deps, state)
  if (lastOffset === undefined) return next
  return { ...next, attempts: offset > lastOffset ? 0 : attempts + 1 }
}

/** Undefined: nothing is known now that was not known before. */
function afterFailure(deps: EngineDeps, { state }: WaitingUpload, failure: Failure): UploadChange | undefined {
  // How much of a piece arrived only the server knows, so it is asked anew.
  if (state.offset !== undefined) return { state: askedAnew(deps, state) }
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

/**
 * The first piece that came to nothing may have met the end of the line, and the errand waits for that. After it, each
 * makes the scan wait before it is asked about, a little longer every time: a line or a server that takes none costs few.
 */
const askedAnew = (deps: EngineDeps, { offset, attempts, ...state }: Waiting): Waiting => ({
  ...state,
  offset: undefined,
  ...(offset !== undefined && { lastOffset: offset }),
  attempts,
  notBeforeMs: attempts === 0 ? state.notBeforeMs : deps.nowMs() + backoffMs(attempts - 1, deps.random()),
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
