import type { Engine, StepResult } from './engine'
import type { Failure } from './transport'

/** What a running engine tells; anything else is read from the tablet's own tables. */
export type EngineReport =
  | { readonly kind: 'working' }
  | { readonly kind: 'resting' }
  | { readonly kind: 'failing'; readonly failure: Failure; readonly untilMs: number | undefined }
  /** The tablet's own store failed: disk full, or gone. Nothing was changed. */
  | { readonly kind: 'store-failed'; readonly error: unknown }

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
  while (!signal.aborted) {
    if (deps.nowMs() >= timer.nextPullMs) {
      deps.engine.askForPull()
      timer.nextPullMs = deps.nowMs() + deps.pullEveryMs
    }
    const waitMs = await stepAndReport(deps)
    if (waitMs === 'go-on') continue
    const untilPullMs = Math.max(0, timer.nextPullMs - deps.nowMs())
    await deps.waitForWake(Math.min(waitMs ?? untilPullMs, untilPullMs), signal)
  }
}

async function stepAndReport({ engine, report, nowMs }: RunnerDeps): Promise<number | undefined | 'go-on'> {
  try {
    const result = await engine.step()
    return afterStep(result, { report, nowMs })
  } catch (error) {
    report({ kind: 'store-failed', error })
    return STORE_RETRY_MS
  }
}

function afterStep(
  result: StepResult,
  { report, nowMs }: Pick<RunnerDeps, 'report' | 'nowMs'>,
): number | undefined | 'go-on' {
  switch (result.did) {
    case 'push':
    case 'pull':
    case 'upload':
      report({ kind: 'working' })
      return 'go-on'
    case 'rest':
      report({ kind: 'resting' })
      return result.untilMs === undefined ? undefined : Math.max(0, result.untilMs - nowMs())
    case 'fail':
      report({ kind: 'failing', failure: result.failure, untilMs: result.untilMs })
      return result.untilMs === undefined ? undefined : Math.max(0, result.untilMs - nowMs())
  }
}
