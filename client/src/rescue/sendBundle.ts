import { UploadId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { BundleRefusal } from '@onetrip/shared/wire/bundle'
import { HouseKeys } from '@onetrip/shared/wire/houseKeys'
import { ask, type Failure } from '../api/reply'
import type { ServerClient } from '../api/serverClient'
import type { ParkedBecause } from '../db/outboxEntry'
import { acknowledgedTransport, type AcknowledgementDeps } from '../sync/acknowledgedTransport'
import { createEngine, type StepResult } from '../sync/engine'
import type { EngineDeps } from '../sync/engineDeps'
import { createTrpcTransport } from '../sync/trpcTransport'
import { openBundle, type OpenBundle } from './bundleStorage'

/** `client` asks in nobody's name: what is in a bundle is signed by its device. */
export type SendDeps = Pick<EngineDeps, 'nowMs' | 'monotonicMs' | 'random' | 'sha256Hex'> &
  Pick<AcknowledgementDeps, 'verifySignature'> & {
    readonly client: ServerClient
    readonly newId: () => string
    readonly onProgress: (progress: BundleProgress) => void
    readonly signal: AbortSignal
    /** Of the store beside which a second copy lies. Under another server that store offers first what it has. [SYNC-R8] */
    readonly storeEpoch?: string
    /** Whether scans may travel now; undefined for a person's own wish: they may. */
    readonly mayUpload?: () => boolean
  }

/** How much of a bundle the server has signed for, and what it would not have. */
export type BundleProgress = {
  readonly operations: number
  readonly operationsThere: number
  readonly refused: number
  readonly scans: number
  readonly scansThere: number
}

/** `stopped`, `failed`: what is there is there, and the same file may be sent again, here or elsewhere. */
export type BundleEnd =
  | { readonly kind: 'all'; readonly progress: BundleProgress }
  /**
   * The server would not have something, or not now: it is still on the tablet that the file came from. `canGoLater`:
   * something waits only for its time; else the same would be said again. `refusals`: of operations, not of scans.
   */
  | {
      readonly kind: 'some-left'
      readonly progress: BundleProgress
      readonly canGoLater: boolean
      readonly refusals: readonly ParkedBecause[]
    }
  | { readonly kind: 'stopped'; readonly progress: BundleProgress }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] | 'file'; readonly progress: BundleProgress }

const LANES = 2
/** Between two looks at how far it is. */
const LANE_MS = 500

/** Sends a bundle until all of it is there or something stands in its way. Any file may be sent any number of times. */
export async function sendBundle(file: Blob, deps: SendDeps): Promise<Result<BundleEnd, BundleRefusal | Failure>> {
  const keys = await ask(HouseKeys, () => deps.client.sync.keys.query())
  if (keys.kind !== 'answer') return err(keys)
  const bundle = await openBundle(file, keys.answer.acknowledgementKeys, deps.storeEpoch)
  return bundle.ok ? ok(await sendAll(bundle.value, deps)) : bundle
}

async function sendAll(bundle: OpenBundle, deps: SendDeps): Promise<BundleEnd> {
  const engine = engineOf(bundle, deps)
  for (;;) {
    const progress = progressOf(bundle)
    deps.onProgress(progress)
    if (deps.signal.aborted) return { kind: 'stopped', progress }
    const end = endOf(await engine.step(), bundle, deps)
    if (end) return end
    if (await isOfAnotherServer(bundle, deps))
      return { kind: 'some-left', progress: progressOf(bundle), canGoLater: true, refusals: [] }
  }
}

async function isOfAnotherServer({ storage }: OpenBundle, { storeEpoch }: SendDeps): Promise<boolean> {
  return storeEpoch !== undefined && (await storage.readPosition()).epoch !== storeEpoch
}

/** Undefined: it goes on. */
function endOf(result: StepResult, bundle: OpenBundle, { mayUpload }: SendDeps): BundleEnd | undefined {
  const progress = progressOf(bundle)
  if (result.did === 'fail') {
    const { failure } = result
    return { kind: 'failed', why: failure.kind === 'store-failed' ? 'file' : failure.kind, progress }
  }
  if (result.did !== 'rest') return undefined
  const isAllThere = progress.operationsThere === progress.operations && progress.scansThere === progress.scans
  if (isAllThere) return { kind: 'all', progress }
  const isHeld = progress.scansThere < progress.scans && mayUpload?.() === false
  return {
    kind: 'some-left',
    progress,
    canGoLater: isHeld || result.untilMs !== undefined,
    refusals: refusalsOf(bundle),
  }
}

const refusalsOf = ({ read }: OpenBundle): ParkedBecause[] =>
  read().operations.flatMap(({ state }) => (state.kind === 'parked' ? [state.because] : []))

function engineOf({ layout: { head }, storage }: OpenBundle, deps: SendDeps) {
  const { client, newId, verifySignature, sha256Hex, nowMs, monotonicMs, random, mayUpload = () => true } = deps
  const { districtId, deviceId } = head
  const proofs = new Map(head.scans.map(({ uploadId, proof }) => [uploadId, proof]))
  const wire = createTrpcTransport(client, {
    deviceId,
    onServerTime: () => undefined,
    proveUpload: async (uploadId) => proofs.get(uploadId),
  })
  const { readAcknowledgementKeys: readKeys } = storage
  return createEngine({
    nowMs,
    monotonicMs,
    random,
    sha256Hex,
    storage,
    transport: acknowledgedTransport(wire, { districtId, readKeys, verifySignature, sha256Hex }),
    deviceId,
    newUploadId: () => UploadId.parse(newId()),
    canProveNew: false,
    feedIds: [],
    lanes: LANES,
    laneMs: LANE_MS,
    mayUpload,
  })
}

function progressOf({ read }: OpenBundle): BundleProgress {
  const { operations, uploads } = read()
  const countOf = (kind: string) => operations.filter(({ state }) => state.kind === kind).length
  return {
    operations: operations.length,
    operationsThere: countOf('ended'),
    refused: countOf('parked') + uploads.filter(({ state }) => state.kind === 'blocked').length,
    scans: uploads.length,
    scansThere: uploads.filter(({ state }) => state.kind === 'arrived').length,
  }
}
