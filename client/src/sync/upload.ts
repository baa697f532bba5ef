import { assertNever } from '@onetrip/shared/lib/result'
import type { UploadStanding } from '@onetrip/shared/wire/upload'
import type { OutboxEntry, UploadEntry, UploadState } from '../db/outboxEntry'
import { backoffMs } from './backoff'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'
import { nextUpload } from './uploadQueue'
import type { Failure } from './transport'

/** Bytes of a scan sent at once. What arrives of a cut piece is kept, so a big piece wastes little. */
export const PIECE_BYTES = 256 * 1024

export type UploadResult =
  | { readonly kind: 'nothing-ready' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'failed'; readonly failure: Failure }

type Waiting = NonNullable<ReturnType<typeof nextUpload>>

/** One exchange for one scan: ask from which byte on, or send the next piece. */
export async function uploadOnce(
  deps: EngineDeps,
  uploads: readonly UploadEntry[],
  outbox: readonly OutboxEntry[],
): Promise<UploadResult> {
  const upload = nextUpload(uploads, outbox, deps.nowMs())
  if (!upload) return { kind: 'nothing-ready' }
  const { offset } = upload.state
  return offset === undefined ? offer(deps, upload) : sendPiece(deps, upload, offset)
}

async function offer(deps: EngineDeps, upload: Waiting): Promise<UploadResult> {
  const { uploadId, caseId, scanId, sizeBytes, mediaType } = upload
  const reply = await deps.transport.offer({
    deviceId: deps.deviceId,
    uploadId,
    caseId,
    scan: { scanId, sizeBytes, mediaType },
  })
  if (reply.kind !== 'answer') return { kind: 'failed', failure: reply }
  await meetEpoch(deps, reply.answer.epoch)
  return keep(deps, upload, reply.answer.standing)
}

async function sendPiece(deps: EngineDeps, upload: Waiting, offset: number): Promise<UploadResult> {
  const bytes = await deps.storage.findScanBytes(upload)
  // Checked where the bytes leave the tablet: a page that changed on its disk must not travel as if it were whole.
  if (!bytes || (offset === 0 && (await deps.sha256Hex(bytes)) !== upload.scanId)) {
    await deps.storage.setUpload(upload, { state: { kind: 'blocked', why: 'damaged-here' } })
    return { kind: 'moved' }
  }
  const reply = await deps.transport.append(upload.uploadId, offset, bytes.subarray(offset, offset + PIECE_BYTES))
  if (reply.kind === 'answer') {
    await meetEpoch(deps, reply.answer.epoch)
    return keep(deps, upload, reply.answer.standing)
  }
  // How much of the piece arrived only the server knows.
  await deps.storage.setUpload(upload, { state: { ...upload.state, offset: undefined } })
  return { kind: 'failed', failure: reply }
}

async function keep(deps: EngineDeps, upload: Waiting, standing: UploadStanding): Promise<UploadResult> {
  await deps.storage.setUpload(upload, changeFor(deps, upload, standing))
  return { kind: 'moved' }
}

type UploadChange = Parameters<EngineDeps['storage']['setUpload']>[1]

function changeFor(deps: EngineDeps, { state }: Waiting, standing: UploadStanding): UploadChange {
  switch (standing.status) {
    case 'continue':
      return { state: { ...state, offset: standing.offset, attempts: 0 } }
    case 'complete':
      return { state: { kind: 'arrived', arrivedAtMs: deps.nowMs() } }
    case 'mismatch':
      return { state: postponed(deps, state), uploadId: deps.newUploadId() }
    case 'not-awaited':
      return { state: postponed(deps, state) }
    case 'unreadable':
      return { state: { kind: 'blocked', why: standing.why } }
    default:
      return assertNever(standing)
  }
}

const postponed = (deps: EngineDeps, { attempts }: Waiting['state']): UploadState => ({
  kind: 'waiting',
  offset: undefined,
  attempts: attempts + 1,
  notBeforeMs: deps.nowMs() + backoffMs(attempts, deps.random()),
})
