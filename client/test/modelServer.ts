import { createHash } from 'node:crypto'
import type { CaseId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { decodeFrames } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_OPS, OFFER_HEADER, OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { OfferInput, readOffer, type UploadStanding } from '@onetrip/shared/wire/upload'

/** The sync router's part of the server, as small as it can be said: what it keeps, and what it answers when all is well. */
export type ModelServer = {
  /** `shareRead` of the body came before the line was cut; `grewBy`: bytes that were not there before. */
  readonly take: (call: ModelCall, shareRead?: number) => { readonly answer: unknown; readonly grewBy: number }
  /** An answer that is right but for where the upload stands. */
  readonly saying: (standing: UploadStanding) => unknown
  /** Throws away what it has of an upload that is not whole yet; gives back how many bytes that were. */
  readonly forget: (uploadId: UploadId) => number
  readonly sizeOf: (uploadId: UploadId) => number
  readonly hasScan: (caseId: CaseId, scanId: ScanId) => boolean
}

export type ModelCall =
  | { readonly name: 'push'; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly name: 'pull'; readonly cursors: unknown }
  | { readonly name: 'offer'; readonly offer: OfferInput }
  | {
      readonly name: 'append'
      /** A first piece brings it along. */
      readonly offer?: OfferInput | undefined
      readonly uploadId: UploadId
      readonly offset: number
      readonly body: Uint8Array<ArrayBuffer>
    }

/** What a request of the production client asks for. */
export function readCall(url: URL, init: RequestInit): ModelCall {
  const body = init.body as Uint8Array<ArrayBuffer>
  const headers = new Headers(init.headers)
  switch (url.pathname.split('/').at(-1)) {
    case 'sync.push':
      return { name: 'push', body }
    case 'sync.pull':
      return { name: 'pull', ...(JSON.parse(url.searchParams.get('input') ?? '') as { cursors: unknown }) }
    case 'sync.offer':
      return { name: 'offer', offer: OfferInput.parse(JSON.parse(init.body as string)) }
    case 'sync.append': {
      const uploadId = headers.get(UPLOAD_ID_HEADER) as UploadId
      const offer = readOffer(headers.get(OFFER_HEADER) ?? '')
      return { name: 'append', offer, uploadId, offset: Number(headers.get(OFFSET_HEADER)), body }
    }
    default:
      throw new Error(`the model does not know ${url.pathname}`)
  }
}

/** `size` of its bytes have come. */
type Upload = { readonly offer: OfferInput; readonly bytes: Uint8Array; size: number }

export function createModelServer(nowMs: () => number): ModelServer {
  const uploads = new Map<UploadId, Upload>()
  const scans = new Set<string>()
  const saying = (standing: UploadStanding) => ({ ...head(), standing })
  const isHere = ({ offer: { caseId, scan } }: Upload): boolean => scans.has(keyOf(caseId, scan.scanId))
  const head = () => ({ epoch: 'e1', serverTime: instantFromMs(nowMs()) })

  function standingOf(uploadId: UploadId): UploadStanding {
    const upload = uploads.get(uploadId)
    if (!upload) return { status: 'not-awaited' }
    const { caseId, scan } = upload.offer
    if (isHere(upload)) return { status: 'complete' }
    if (upload.size < scan.sizeBytes) return { status: 'continue', offset: upload.size }
    const isRight = createHash('sha256').update(upload.bytes).digest('hex') === scan.scanId
    if (isRight) scans.add(keyOf(caseId, scan.scanId))
    else uploads.delete(uploadId)
    return { status: isRight ? 'complete' : 'mismatch' }
  }

  /** Gives back how many bytes were not there before. */
  function append(upload: Upload | undefined, offset: number, piece: Uint8Array): number {
    if (!upload || offset > upload.size || isHere(upload)) return 0
    const grewBy = Math.max(0, offset + piece.length - upload.size)
    // Throws when there are more bytes than were offered: the tablet must not send them.
    upload.bytes.set(piece, offset)
    upload.size += grewBy
    return grewBy
  }

  function begin(offer: OfferInput): void {
    if (uploads.has(offer.uploadId)) return
    uploads.set(offer.uploadId, { offer, bytes: new Uint8Array(offer.scan.sizeBytes), size: 0 })
  }

  return {
    take: (call, shareRead = 1) => {
      switch (call.name) {
        case 'push':
          return { answer: { ...head(), outcomes: applyAll(call.body) }, grewBy: 0 }
        case 'pull':
          return { answer: { ...head(), changes: [], cursors: call.cursors, hasMore: false }, grewBy: 0 }
        case 'offer':
          begin(call.offer)
          return { answer: saying(standingOf(call.offer.uploadId)), grewBy: 0 }
        case 'append': {
          if (call.offer) begin(call.offer)
          const read = call.body.subarray(0, Math.floor(shareRead * call.body.length))
          const grewBy = append(uploads.get(call.uploadId), call.offset, read)
          return { answer: saying(standingOf(call.uploadId)), grewBy }
        }
      }
    },
    saying,
    forget: (uploadId) => {
      const isWhole = standingOf(uploadId).status === 'complete'
      const lost = isWhole ? 0 : (uploads.get(uploadId)?.size ?? 0)
      uploads.delete(uploadId)
      return lost
    },
    sizeOf: (uploadId) => uploads.get(uploadId)?.offer.scan.sizeBytes ?? 0,
    hasScan: (caseId, scanId) => scans.has(keyOf(caseId, scanId)),
  }
}

const keyOf = (caseId: CaseId, scanId: ScanId): string => `${caseId} ${scanId}`

function applyAll(body: Uint8Array<ArrayBuffer>) {
  const frames = decodeFrames(body, MAX_PUSH_OPS)
  if (!frames.ok) throw new Error(frames.error)
  return frames.value.map(({ opId }) => ({ status: 'applied', opId, revision: 1 }))
}
