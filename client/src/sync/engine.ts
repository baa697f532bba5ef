import { assertNever } from '@onetrip/shared/lib/result'
import { backoffMs, isDue } from './backoff'
import type { EngineDeps } from './engineDeps'
import { nextReadyMs } from './outbox'
import { pullOnce } from './pull'
import { pushOnce } from './push'
import type { Failure } from './transport'
import { uploadOnce } from './upload'
import { nextUploadMs } from './uploadQueue'

/** What one step did, or why it did nothing and for how long. */
export type StepResult =
  | { readonly did: 'push' | 'pull' | 'upload' }
  /** All that can go has gone. `untilMs` is when something becomes ready by itself. */
  | { readonly did: 'rest'; readonly untilMs: number | undefined }
  | { readonly did: 'fail'; readonly failure: Failure; readonly untilMs: number | undefined }

export type Engine = {
  /** One exchange with the server at most. Call it again until it rests; never two at a time. */
  readonly step: () => Promise<StepResult>
  /** The feeds may have moved: a poke, the slow timer, a return to the page. */
  readonly askForPull: () => void
  /** The network came back, somebody signed in, or a person pressed *Sync now*: forget the waiting. */
  readonly wake: () => void
}

/** Words first, then news, then pictures: an operation made while a scan travels overtakes it at the next piece. */
export function createEngine(deps: EngineDeps): Engine {
  const state = { isPullDue: true, failures: 0, notBeforeMs: 0, isSignedOut: false }

  async function exchange(): Promise<StepResult> {
    const outbox = await deps.storage.readOutbox()
    const pushed = await pushOnce(deps, outbox)
    if (pushed.kind === 'failed') return fail(pushed.failure)
    if (pushed.kind === 'pushed') return succeed('push')
    if (state.isPullDue) return pull()
    const uploads = await deps.storage.readUploads()
    const uploaded = await uploadOnce(deps, uploads, outbox)
    if (uploaded.kind === 'failed') return fail(uploaded.failure)
    if (uploaded.kind === 'moved') return succeed('upload')
    const times = [nextReadyMs(outbox), nextUploadMs(uploads, outbox)].filter((ms) => ms !== undefined)
    return { did: 'rest', untilMs: times.length > 0 ? Math.min(...times) : undefined }
  }

  async function pull(): Promise<StepResult> {
    // Off before asking, so that a poke that comes during the answer is not forgotten; on again unless all went well.
    state.isPullDue = false
    const pulled = await pullOnce(deps).catch((error: unknown) => {
      state.isPullDue = true
      throw error
    })
    if (pulled.kind === 'failed' || pulled.hasMore) state.isPullDue = true
    return pulled.kind === 'failed' ? fail(pulled.failure) : succeed('pull')
  }

  function succeed(did: 'push' | 'pull' | 'upload'): StepResult {
    state.failures = 0
    return { did }
  }

  function fail(failure: Failure): StepResult {
    const waitMs = waitAfter(failure, backoffMs(state.failures, deps.random()))
    state.failures += 1
    if (waitMs === undefined) {
      state.isSignedOut = true
      return { did: 'fail', failure, untilMs: undefined }
    }
    state.notBeforeMs = deps.nowMs() + waitMs
    return { did: 'fail', failure, untilMs: state.notBeforeMs }
  }

  return {
    step: async () => {
      if (state.isSignedOut) return { did: 'rest', untilMs: undefined }
      if (!isDue(state.notBeforeMs, deps.nowMs())) return { did: 'rest', untilMs: state.notBeforeMs }
      return exchange()
    },
    askForPull: () => {
      state.isPullDue = true
    },
    wake: () => {
      state.isSignedOut = false
      state.notBeforeMs = 0
      state.failures = 0
      state.isPullDue = true
    },
  }
}

/** Undefined: no waiting helps; somebody must sign in. */
function waitAfter(failure: Failure, backoff: number): number | undefined {
  switch (failure.kind) {
    case 'unreachable':
    case 'not-understood':
      return backoff
    case 'busy':
      return Math.max(failure.retryAfterMs, backoff)
    case 'signed-out':
      return undefined
    default:
      return assertNever(failure)
  }
}
