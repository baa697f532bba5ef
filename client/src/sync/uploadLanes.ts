import type { Failure } from '../api/reply'
import { dealScans } from './dealScans'
import type { EngineDeps } from './engineDeps'
import { gravestOf } from './gravest'
import { MIN_PIECE_BYTES } from './pieceSize'
import type { Uploader } from './upload'
import type { WaitingUpload } from './uploadQueue'

type Lanes = Pick<EngineDeps, 'lanes' | 'laneMs' | 'monotonicMs'> & {
  readonly uploader: Uploader
  /** Somebody made words, or wants something else: each lane ends with the piece that is on its way. */
  readonly isAwaited: () => boolean
}

/** As long as lanes go on before news are looked for again. Words do not wait for it. */
export const LANE_MS = 5_000
/** Enough that one goes while the other waits for its answer. */
const LANES_ON_A_POOR_LINE = 2

type SentInLanes = { readonly failure: Failure | undefined; readonly hasMoved: boolean }

/**
 * Sends scans side by side until there are none, the time is up, something else is wanted, or something went wrong.
 * Gives back what went wrong with any of them; what was under way beside it has gone all the same.
 */
export async function sendInLanes(
  { lanes, laneMs, monotonicMs, uploader, isAwaited }: Lanes,
  cases: readonly (readonly WaitingUpload[])[],
): Promise<SentInLanes> {
  const endsAtMs = monotonicMs() + laneMs
  const told = { failures: [] as Failure[], hasMoved: false, hasThrown: false }
  // A server that asks one lane to wait has asked them all.
  const hasFailed = (): boolean => told.hasThrown || told.failures.length > 0
  const isOver = (): boolean => hasFailed() || isAwaited() || monotonicMs() >= endsAtMs
  const isPoor = uploader.isLinePoor()
  const count = isPoor ? Math.min(lanes, LANES_ON_A_POOR_LINE) : lanes
  const { next: nextFor, besideQuestions } = dealScans(cases, { lanes: count, isPoor })

  async function run(lane: number): Promise<void> {
    for (let scan = nextFor(lane); scan; scan = isOver() ? undefined : nextFor(lane)) await sendScan(scan)
  }

  async function sendScan(scan: WaitingUpload): Promise<void> {
    for (let upload: WaitingUpload | undefined = scan; upload; upload = isOver() ? undefined : upload)
      upload = await sendPiece(upload)
  }

  async function sendPiece(upload: WaitingUpload, atMost?: number): Promise<WaitingUpload | undefined> {
    const { failure, next, hasMoved } = await uploader.send(upload, atMost).catch((error: unknown) => {
      told.hasThrown = true
      throw error
    })
    if (failure) told.failures.push(failure)
    if (hasMoved) told.hasMoved = true
    return next
  }

  const all = Array.from({ length: count }, (_, lane) => run(lane))
  const sent = await Promise.allSettled([...all, besideQuestions && sendPiece(besideQuestions, MIN_PIECE_BYTES)])
  const thrown = sent.find((one) => one.status === 'rejected')
  if (thrown) throw thrown.reason
  return { failure: gravestOf(told.failures), hasMoved: told.hasMoved }
}
