import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import { dueAtMs } from './due'
import type { EngineDeps } from './engineDeps'
import { createHolds, type Errand, type Trouble } from './holds'
import { nextBatches, type Batch } from './outbox'
import { createPuller } from './pull'
import { pushBatches } from './push'
import { createUploader } from './upload'
import { sendInLanes } from './uploadLanes'
import { nextUploads } from './uploadQueue'

/** What one step did, or why it did nothing and for how long. A time is never in the past. */
export type StepResult =
  /** `trouble`: what still keeps another errand from going. */
  | { readonly did: Errand; readonly trouble: Trouble | undefined }
  /** All that can go has gone. `untilMs` is when something becomes ready by itself. */
  | { readonly did: 'rest'; readonly untilMs: number | undefined }
  /** Something failed, now or before, and waits. `untilMs` is when anything can go again: at once, where others wait. */
  | { readonly did: 'fail'; readonly failure: Trouble; readonly untilMs: number | undefined }

export type Engine = {
  /** One exchange with the server, or some scans for a moment. Call it again until it rests; never two at a time. */
  readonly step: () => Promise<StepResult>
  /** The feeds may have moved: a poke, the slow timer, a return to the page. */
  readonly askForPull: () => void
  /** The network is back, somebody signed in, or a person wants it now: forget all waiting but the server's word. */
  readonly wake: () => void
}

/** What went wrong, and whether something got through all the same: then the line was there a moment ago. */
type Ran = { readonly failure: Trouble | undefined; readonly hasMoved?: boolean }

/** Something to do, and from when on. */
type Planned = {
  readonly errand: Errand
  readonly readyAtMs: number
  readonly run: () => Promise<Ran>
}

/**
 * While pictures travel, news are gathered for so long: each case that is whole would bring a poke. Longer on a poor
 * line, so that they take a twentieth of its time.
 */
const NEWS_PAUSE_MS = 5_000
const LONGEST_NEWS_PAUSE_MS = 60_000
const NEWS_SHARE = 20

/**
 * Words first, then news, then pictures: an operation made while scans travel overtakes them at the next piece. An
 * engine without feeds never pulls.
 */
export function createEngine(deps: EngineDeps): Engine {
  const doesPull = deps.feedIds.length > 0
  const mostOps = deps.opsPerPush ?? MAX_PUSH_OPS
  const state = { isPullDue: doesPull, pulledAtMs: -Infinity, newsPauseMs: NEWS_PAUSE_MS, isAwaited: false, mostOps }
  const holds = createHolds()
  const uploader = createUploader(deps)
  const puller = createPuller(deps)

  async function plan(nowMs: number): Promise<Planned[]> {
    const outbox = await deps.storage.readOutbox()
    const uploads = await deps.storage.readUploads()
    const words = nextBatches(outbox, nowMs, state.mostOps)
    const sendable = deps.mayUpload() ? uploads.filter(uploader.canSend) : []
    const scans = nextUploads(sendable, outbox, nowMs)
    const { pulledAtMs, newsPauseMs } = state
    const canScansGo = scans && scans.atMs <= nowMs && holds.freeAtMs('upload', nowMs) === nowMs
    const news = canScansGo ? dueAtMs(pulledAtMs + newsPauseMs, nowMs, newsPauseMs) : nowMs
    return [
      ...(words ? [{ errand: 'push', readyAtMs: words.atMs, run: () => push(words.batches) } as const] : []),
      ...(state.isPullDue ? [{ errand: 'pull', readyAtMs: news, run: pull } as const] : []),
      ...(scans
        ? [
            {
              errand: 'upload',
              readyAtMs: scans.atMs,
              run: () => sendInLanes({ ...deps, uploader, isAwaited: () => state.isAwaited }, scans.cases),
            } as const,
          ]
        : []),
    ]
  }

  /** What somebody on the way takes for too large goes in smaller parts, down to a single operation, and growing ones after. */
  async function push(batches: readonly Batch[]): Promise<Ran> {
    const failure = await pushBatches(deps, batches)
    const sent = Math.max(...batches.map(({ length }) => length))
    if (failure?.kind === 'too-large') state.mostOps = Math.max(1, Math.floor(sent / 2))
    else if (!failure) state.mostOps = Math.min(mostOps, 2 * state.mostOps)
    return { failure }
  }

  async function pull(): Promise<Ran> {
    // Off before asking, so that a poke that comes during the answer is not forgotten; on again unless all went well.
    state.isPullDue = false
    const fromMs = deps.monotonicMs()
    const pulled = await puller().catch((error: unknown) => {
      state.isPullDue = true
      throw error
    })
    if (pulled.kind === 'failed' || pulled.hasMore) state.isPullDue = true
    else state.pulledAtMs = deps.nowMs()
    const shareMs = NEWS_SHARE * (deps.monotonicMs() - fromMs)
    state.newsPauseMs = Math.min(LONGEST_NEWS_PAUSE_MS, Math.max(NEWS_PAUSE_MS, shareMs))
    return { failure: pulled.kind === 'failed' ? pulled.failure : undefined }
  }

  /** Undefined: not before somebody signs in. */
  function startMs({ errand, readyAtMs }: Planned, nowMs: number): number | undefined {
    const freeAtMs = holds.freeAtMs(errand, nowMs)
    return freeAtMs === undefined ? undefined : Math.max(readyAtMs, freeAtMs, nowMs)
  }

  function pause(planned: readonly Planned[], nowMs: number): StepResult {
    const times = planned.map((one) => startMs(one, nowMs)).filter((ms) => ms !== undefined)
    const untilMs = times.length > 0 ? Math.min(...times) : undefined
    const failure = holds.findTrouble(planned.map(({ errand }) => errand))
    return failure ? { did: 'fail', failure, untilMs } : { did: 'rest', untilMs }
  }

  async function step(): Promise<StepResult> {
    const nowMs = deps.nowMs()
    state.isAwaited = false
    const planned = await plan(nowMs)
    const next = planned.find((one) => startMs(one, nowMs) === nowMs)
    if (!next) return pause(planned, nowMs)
    const { failure, hasMoved } = await next
      .run()
      .catch((error: unknown): Ran => ({ failure: { kind: 'store-failed', error } }))
    if (!failure || hasMoved) holds.succeed(next.errand)
    if (failure) {
      const failedAtMs = deps.nowMs()
      holds.fail(next.errand, failure, { nowMs: failedAtMs, random: deps.random() })
      return pause(planned, failedAtMs)
    }
    return { did: next.errand, trouble: holds.findTrouble(planned.map(({ errand }) => errand)) }
  }

  return {
    step,
    askForPull: () => {
      state.isPullDue = doesPull
    },
    wake: () => {
      holds.release()
      state.isPullDue = doesPull
      state.isAwaited = true
    },
  }
}
