import { assertNever } from '@onetrip/shared/lib/result'
import type { Failure } from '../api/reply'
import { isNewerStoreError } from '../db/newerStore'
import { dueAtMs } from './due'
import type { Engine, StepResult } from './engine'
import type { Trouble } from './holds'

/** What a running engine tells; anything else is read from the tablet's own tables. */
export type EngineReport =
  | { readonly kind: 'working' }
  | { readonly kind: 'resting' }
  /** `untilMs`: the next try, where one is planned. `isMoving`: something else goes meanwhile. */
  | {
      readonly kind: 'failing'
      readonly failure: Failure
      readonly untilMs: number | undefined
      readonly isMoving: boolean
    }
  /** The tablet's own store failed: disk full, or gone. Nothing was changed. */
  | { readonly kind: 'store-failed'; readonly isMoving: boolean }
  /** A newer app has taken the store over: this one sends nothing more. */
  | { readonly kind: 'newer-store' }
  /** Another tab holds the sending, and does not answer. */
  | { readonly kind: 'other-tab-silent' }

export type RunnerDeps = {
  readonly engine: Engine
  readonly nowMs: () => number
  /** Resolves at the latest after `ms` (undefined: never by itself), earlier when something wakes it. */
  readonly waitForWake: (ms: number | undefined, signal: AbortSignal) => Promise<void>
  readonly report: (report: EngineReport) => void
  /** The slow timer behind pokes: a lost poke costs at most this. */
  readonly pullEveryMs: number
}

const STORE_RETRY_MS = 10_000

/** Drives an engine until `signal` says stop. The caller holds the leader's lock: one engine per tablet and agent. */
export async function runEngine(deps: RunnerDeps, signal: AbortSignal): Promise<void> {
  const timer = { nextPullMs: deps.nowMs() }
  const untilPullMs = (): number => dueAtMs(timer.nextPullMs, deps.nowMs(), deps.pullEveryMs) - deps.nowMs()
  while (!signal.aborted) {
    if (untilPullMs() <= 0) {
      deps.engine.askForPull()
      timer.nextPullMs = deps.nowMs() + deps.pullEveryMs
    }
    const waitMs = await stepAndReport(deps)
    if (waitMs === 'go-on') continue
    await deps.waitForWake(Math.max(0, Math.min(waitMs ?? untilPullMs(), untilPullMs())), signal)
  }
}

async function stepAndReport({ engine, report, nowMs }: RunnerDeps): Promise<number | undefined | 'go-on'> {
  try {
    const result = await engine.step()
    report(reportOf(result, nowMs()))
    if (result.did !== 'rest' && result.did !== 'fail') return 'go-on'
    return result.untilMs === undefined ? undefined : Math.max(0, result.untilMs - nowMs())
  } catch (error) {
    report(tell({ kind: 'store-failed', error }, { untilMs: undefined, isMoving: false }))
    return STORE_RETRY_MS
  }
}

function reportOf(result: StepResult, nowMs: number): EngineReport {
  switch (result.did) {
    case 'push':
    case 'pull':
    case 'upload':
      return result.trouble ? tell(result.trouble, { untilMs: undefined, isMoving: true }) : { kind: 'working' }
    case 'rest':
      return { kind: 'resting' }
    case 'fail': {
      const { failure, untilMs } = result
      return tell(failure, { untilMs, isMoving: untilMs !== undefined && untilMs <= nowMs })
    }
    default:
      return assertNever(result)
  }
}

function tell(
  trouble: Trouble,
  { untilMs, isMoving }: { readonly untilMs: number | undefined; readonly isMoving: boolean },
): EngineReport {
  if (trouble.kind !== 'store-failed') return { kind: 'failing', failure: trouble, untilMs, isMoving }
  return isNewerStoreError(trouble.error) ? { kind: 'newer-store' } : { kind: 'store-failed', isMoving }
}
