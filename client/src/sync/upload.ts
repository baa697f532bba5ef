import { assertNever } from '@onetrip/shared/lib/result'
import type { UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { backoffMs } from '../api/backoff'
import type { Failure, Reply } from '../api/reply'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'
import type { WaitingUpload } from './uploadQueue'

/** Bytes of a scan sent at once. What arrives of a cut piece is kept, so a big piece wastes little. */
export const PIECE_BYTES = 256 * 1024

export type Uploader = {
  /** One exchange for one scan: asks from which byte on, or sends the next piece. Gives back what went wrong. */
  readonly send: (upload: WaitingUpload) => Promise<Failure | undefined>
}

type Waiting = WaitingUpload['state']
type UploadChange = Parameters<EngineDeps['storage']['setUpload']>[1]
type InHand = { readonly upload: WaitingUpload; readonly bytes: Uint8Array<ArrayBuffer> }

/** Holds the bytes of the scan that is being sent: they are read from the store, and checked, once for all its pieces. */
export function createUploader(deps: EngineDeps): Uploader {
  const holding: { scan: InHand | undefined } = { scan: undefined }

  /** Checked where the bytes leave the tablet: a page that changed on its disk must not travel as if it were whole. */
  async function takeInHand(upload: WaitingUpload): Promise<InHand | undefined> {
    if (holding.scan && isSameScan(holding.scan.upload, upload)) return holding.scan
    holding.scan = undefined
    const bytes = await deps.storage.findScanBytes(upload)
    if (!bytes || (await deps.sha256Hex(bytes)) !== upload.scanId) return undefined
    holding.scan = { upload, bytes }
    return holding.scan
  }

  async function keep(upload: WaitingUpload, reply: Reply<UploadAnswer>): Promise<Failure | undefined> {
    if (reply.kind === 'answer') await meetEpoch(deps, reply.answer.epoch)
    const change =
      reply.kind === 'answer' ? afterAnswer(deps, upload, reply.answer.standing) : afterFailure(deps, upload, reply)
    // Between two pieces of a scan its bytes are held, and at no other time.
    if (change?.state.kind !== 'waiting' || change.state.offset === undefined) holding.scan = undefined
    if (change) await deps.storage.setUpload(upload, change)
    return reply.kind === 'answer' ? undefined : reply
  }

  return {
    send: async (upload) => {
      const { offset } = upload.state
      if (offset === undefined) return keep(upload, await offer(deps, upload))
      const inHand = await takeInHand(upload)
      if (inHand) {
        const piece = inHand.bytes.subarray(offset, offset + PIECE_BYTES)
        return keep(upload, await deps.transport.append(upload.uploadId, offset, piece))
      }
      await deps.storage.setUpload(upload, { state: { kind: 'blocked', why: 'damaged-here' } })
      return undefined
    },
  }
}

const isSameScan = (one: WaitingUpload, other: WaitingUpload): boolean =>
  one.caseId === other.caseId && one.scanId === other.scanId

const offer = (
  { transport, deviceId }: EngineDeps,
  { uploadId, caseId, scanId, sizeBytes, mediaType }: WaitingUpload,
): Promise<Reply<UploadAnswer>> =>
  transport.offer({ deviceId, uploadId, caseId, scan: { scanId, sizeBytes, mediaType } })

function afterAnswer(deps: EngineDeps, { state }: WaitingUpload, standing: UploadStanding): UploadChange {
  switch (standing.status) {
    case 'continue':
      return { state: { kind: 'waiting', offset: standing.offset, attempts: 0, notBeforeMs: state.notBeforeMs } }
    case 'complete':
      return { state: { kind: 'arrived', arrivedAtMs: deps.nowMs() } }
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

/** Undefined: nothing is known now that was not known before. */
function afterFailure(deps: EngineDeps, { state }: WaitingUpload, failure: Failure): UploadChange | undefined {
  switch (failure.kind) {
    case 'unreachable':
    case 'busy':
    case 'signed-out':
      // How much of a piece arrived only the server knows, so it is asked anew.
      return state.offset === undefined ? undefined : { state: askedAnew(state) }
    case 'not-permitted':
    case 'not-understood':
      // Perhaps only this one's fault: the next scan goes before it is tried again.
      return { state: postponed(deps, askedAnew(state)) }
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
