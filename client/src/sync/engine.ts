import type { Failure } from '../api/reply'
import type { EngineDeps } from './engineDeps'
import { createHolds, type Errand, type Trouble } from './holds'
import { nextBatch } from './outbox'
import { pullOnce } from './pull'
import { pushOnce } from './push'
import { createUploader } from './upload'
import { nextUploads, type WaitingUpload } from './uploadQueue'

/** What one step did, or why it did nothing and for how long. A time is never in the past. */
export type StepResult =
  /** `trouble`: what still keeps another errand from going. */
  | { readonly did: Errand; readonly trouble: Trouble | undefined }
  /** All that can go has gone. `untilMs` is when something becomes ready by itself. */
  | { readonly did: 'rest'; readonly untilMs: number | undefined }
  /** Something failed, now or before, and waits. `untilMs` is when anything can go again: at once, where others wait. */
  | { readonly did: 'fail'; readonly failure: Trouble; readonly untilMs: number | undefined }

export type Engine = {
  /** One exchange with the server at most, or one piece of some scans. Call it again until it rests; never two at a time. */
  readonly step: () => Promise<StepResult>
  /** The feeds may have moved: a poke, the slow timer, a return to the page. */
  readonly askForPull: () => void
  /** The network is back, somebody signed in, or a person wants it now: forget all waiting but the server's word. */
  readonly wake: () => void
}

/** Something to do, and from when on; `run` gives back what went wrong. */
type Planned = {
  readonly errand: Errand
  readonly readyAtMs: number
  readonly run: () => Promise<Failure | undefined>
}

/**
 * Words first, then news, then pictures: an operation made while scans travel overtakes them at the next piece. An
 * engine without feeds never pulls.
 */
export function createEngine(deps: EngineDeps): Engine {
  const doesPull = deps.feedIds.length > 0
  const state = { isPullDue: doesPull }
  const holds = createHolds()
  const uploader = createUploader(deps)

  async function plan(nowMs: number): Promise<Planned[]> {
    const outbox = await deps.storage.readOutbox()
    const uploads = await deps.storage.readUploads()
    const words = nextBatch(outbox, nowMs)
    const sendable = deps.mayUpload() ? uploads.filter(uploader.canSend) : []
    const scans = nextUploads(sendable, outbox, { nowMs, lanes: deps.lanes })
    return [
      ...(words ? [{ errand: 'push', readyAtMs: words.atMs, run: () => pushOnce(deps, words.batch) } as const] : []),
      ...(state.isPullDue ? [{ errand: 'pull', readyAtMs: nowMs, run: pull } as const] : []),
      ...(scans ? [{ errand: 'upload', readyAtMs: scans.atMs, run: () => upload(scans.uploads) } as const] : []),
    ]
  }

  /** What went wrong with any of them; the others have gone all the same. */
  async function upload(scans: readonly WaitingUpload[]): Promise<Failure | undefined> {
    const sent = await Promise.allSettled(scans.map((scan) => uploader.send(scan)))
    const thrown = sent.find((one) => one.status === 'rejected')
    if (thrown) throw thrown.reason
    return sent.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))[0]
  }

  async function pull(): Promise<Failure | undefined> {
    // Off before asking, so that a poke that comes during the answer is not forgotten; on again unless all went well.
    state.isPullDue = false
    const pulled = await pullOnce(deps).catch((error: unknown) => {
      state.isPullDue = true
      throw error
    })
    if (pulled.kind === 'failed' || pulled.hasMore) state.isPullDue = true
    return pulled.kind === 'failed' ? pulled.failure : undefined
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
    const planned = await plan(nowMs)
    const next = planned.find((one) => startMs(one, nowMs) === nowMs)
    if (!next) return pause(planned, nowMs)
    const trouble = await next.run().catch((error: unknown): Trouble => ({ kind: 'store-failed', error }))
    if (trouble) {
      const failedAtMs = deps.nowMs()
      holds.fail(next.errand, trouble, { nowMs: failedAtMs, random: deps.random() })
      return pause(planned, failedAtMs)
    }
    holds.succeed(next.errand)
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
    },
  }
}
