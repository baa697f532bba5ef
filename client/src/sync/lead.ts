import { assertNever } from '@onetrip/shared/lib/result'
import type { LastingStream } from '../api/pokes'
import type { Engine } from './engine'
import { runEngine, type EngineReport } from './runEngine'
import { createWakeSignal } from './wakeSignal'

/** What the tabs of one agent say to each other. Nothing personal: the tables hold the rest. */
export type SyncTalk =
  /** Somebody made an operation, pressed *Sync now*, or signed in: forget the waiting. */
  | { readonly say: 'wake' }
  /** Who leads has heard it. */
  | { readonly say: 'here' }
  | { readonly say: 'report'; readonly report: EngineReport }

/** So long who leads may take to say that it has heard; one that is stopped says nothing, and holds the lock all the same. */
export const LEADER_ANSWERS_MS = 10_000

/** A channel to the other tabs; a message is not delivered to the one who sent it. */
export type TalkChannel = {
  readonly send: (talk: SyncTalk) => void
  readonly listen: (hear: (talk: SyncTalk) => void) => () => void
}

export type LeadDeps = {
  /** One lock per agent: who holds it syncs, the others look on. Waits until it is free. */
  readonly holdLock: (signal: AbortSignal, whileHeld: () => Promise<void>) => Promise<void>
  readonly createEngine: () => Engine
  readonly channel: TalkChannel
  /** Opens the stream of pokes. Only the leader has one. */
  readonly listenForPokes: (onPoke: () => void) => LastingStream
  readonly nowMs: () => number
  readonly pullEveryMs: number
  /** Runs once, after so long; answers how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void
  /** For this tab's own screen. */
  readonly onReport: (report: EngineReport) => void
}

export type Lead = {
  /** Makes the leader, wherever it is, try at once. */
  readonly wake: () => void
  readonly stop: () => void
}

/** Joins the election and syncs while elected. Losing the leader costs nothing: the next one reads the tables. */
export function joinLead(deps: LeadDeps): Lead {
  const stopping = new AbortController()
  const signal = createWakeSignal()
  const led: { engine: Engine | undefined; pokes: LastingStream | undefined } = { engine: undefined, pokes: undefined }
  const wakeHere = (): void => {
    led.engine?.wake()
    led.pokes?.retry()
    signal.wake()
  }
  const leader = watchLeader(deps, () => led.engine !== undefined)
  const stopListening = deps.channel.listen((talk) => {
    switch (talk.say) {
      case 'wake':
        wakeHere()
        if (led.engine) deps.channel.send({ say: 'here' })
        return
      case 'here':
        leader.hear()
        return
      case 'report':
        leader.hear()
        deps.onReport(talk.report)
        return
      default:
        assertNever(talk)
    }
  })
  void deps.holdLock(stopping.signal, async () => {
    const engine = deps.createEngine()
    led.engine = engine
    leader.hear()
    const listen = (): LastingStream =>
      deps.listenForPokes(() => {
        engine.askForPull()
        signal.wake()
      })
    const report = (told: EngineReport): void => {
      // After the first step: what waits to be sent goes before the stream is opened.
      led.pokes ??= listen()
      deps.onReport(told)
      deps.channel.send({ say: 'report', report: told })
    }
    try {
      await runEngine(
        { engine, nowMs: deps.nowMs, waitForWake: signal.wait, report, pullEveryMs: deps.pullEveryMs },
        stopping.signal,
      )
    } finally {
      led.pokes?.stop()
      led.pokes = undefined
    }
  })
  return {
    wake: () => {
      wakeHere()
      deps.channel.send({ say: 'wake' })
      leader.expect()
    },
    stop: () => {
      stopping.abort()
      leader.hear()
      // What is on its way is the last.
      led.engine?.wake()
      stopListening()
    },
  }
}

/**
 * A tab that shows a dialog of the browser, or hangs, runs nothing and still holds the lock. Nobody takes it from there: two
 * would send at once as soon as it goes on. Whoever waits is told, for a person can close that tab.
 */
function watchLeader({ after, onReport }: LeadDeps, isLeading: () => boolean) {
  const waiting: { callOff: (() => void) | undefined } = { callOff: undefined }
  const hear = (): void => {
    waiting.callOff?.()
    waiting.callOff = undefined
  }
  return {
    hear,
    expect: () => {
      if (isLeading()) return
      waiting.callOff ??= after(LEADER_ANSWERS_MS, () => {
        waiting.callOff = undefined
        onReport({ kind: 'other-tab-silent' })
      })
    },
  }
}
