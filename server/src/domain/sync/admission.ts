/** How much a process takes on at once of one kind of question that tablets ask. */
export type AdmissionLimits = {
  /** Worked on side by side: more would only wait for each other, each with a connection that others need. */
  readonly atOnce: number
  /** In the house in all, also those that still arrive or wait for their turn: what each brings lies in memory. */
  readonly inside: number
  /** Whoever would have to wait for longer is not let in: a tablet gives a request up after a minute. */
  readonly longestWaitMs: number
  /** What one takes, before any was timed. */
  readonly firstPaceMs: number
  /** Whoever has been sending for longer gives their place to others when the house is full. */
  readonly patienceMs: number
  /** Whether it is worked on while it still arrives. */
  readonly isTakenAsItComes: boolean
}

export type AdmissionDeps = AdmissionLimits & {
  /** Never goes back. */
  readonly nowMs: () => number
}

/** A place in the house. */
export type Place = {
  /**
   * All of it has come, unless it is taken as it comes. Resolves when it is its turn, in the order in which it was asked
   * for; at once when the place was left.
   */
  readonly untilTurn: () => Promise<void>
  /** Whatever became of it, at its turn or before; once more does nothing. */
  readonly leave: () => void
}

export type Entrance =
  | { readonly status: 'in'; readonly place: Place }
  /** The house is full. Each is told a time of their own, as far apart as the house works. */
  | { readonly status: 'later'; readonly afterMs: number }

/**
 * What keeps a storm of tablets from drowning the house, and from keeping out all others: so many are let in, and who
 * comes beyond that is told when. [SYNC-R27]
 */
export type Admission = {
  /** `giveWay`: ends what still arrives; its place is another's by then. */
  readonly enter: (giveWay: () => void) => Entrance
  /** More come than are worked on, or some were told to come later and could not have been here yet. */
  readonly isCrowded: () => boolean
}

/** Of how many the pace is the mean, about; and how much longer than that one may seem to take. */
const PACE = { of: 16, mostTimes: 4 }
/** Nobody is told to come later than that: by then the house may long be idle. */
const LONGEST_LATER_MS = 2 * 60_000

/** The admission of one process to one kind of question. */
export function createAdmission({ nowMs, firstPaceMs, ...limits }: AdmissionDeps): Admission {
  const turns = createTurns(limits.atOnce)
  const pace = createPace(nowMs, firstPaceMs)
  const arriving = new Set<Arriving>()
  const state = { inside: 0, promisedUntilMs: -Infinity }

  function makePlace(giveWay: () => void): Place {
    state.inside += 1
    const stay: Stay = { beganAtMs: undefined, hasLeft: false, giveUp: () => undefined }
    const arrival: Arriving = {
      sinceMs: nowMs(),
      giveWay: () => {
        leave()
        giveWay()
      },
    }
    arriving.add(arrival)
    const untilTurn = (): Promise<void> =>
      new Promise((resolve) => {
        if (!limits.isTakenAsItComes) arriving.delete(arrival)
        const begin = (): void => {
          stay.beganAtMs = nowMs()
          resolve()
        }
        if (stay.hasLeft) resolve()
        else stay.giveUp = turns.ask(begin, resolve)
      })
    const leave = (): void => {
      if (stay.hasLeft) return
      stay.hasLeft = true
      arriving.delete(arrival)
      // Where all are worked on at once nobody waits inside, and whoever does waits at the door.
      const isNextThere = turns.countWaiting() > 0 || state.inside >= limits.inside
      state.inside -= 1
      if (stay.beganAtMs === undefined) stay.giveUp()
      else {
        pace.end(stay.beganAtMs, isNextThere)
        turns.end()
      }
    }
    return { untilTurn, leave }
  }

  /** A line that brings next to nothing must not keep others out: the one who began first goes, and comes back. */
  function makeRoom(): void {
    const [slowest] = arriving
    if (slowest && nowMs() - slowest.sinceMs >= limits.patienceMs) slowest.giveWay()
  }

  /** After all who are inside, and after all who were told a time before: as long as that is not too late. */
  function promise(): number {
    const now = nowMs()
    const emptyAtMs = now + state.inside * pace.ms()
    const isTooLate = state.promisedUntilMs > now + LONGEST_LATER_MS
    state.promisedUntilMs = (isTooLate ? emptyAtMs : Math.max(state.promisedUntilMs, emptyAtMs)) + pace.ms()
    return Math.min(state.promisedUntilMs - now, LONGEST_LATER_MS)
  }

  const isFull = (): boolean => state.inside >= limits.inside || state.inside * pace.ms() > limits.longestWaitMs

  return {
    enter: (giveWay) => {
      if (isFull()) makeRoom()
      return isFull() ? { status: 'later', afterMs: promise() } : { status: 'in', place: makePlace(giveWay) }
    },
    isCrowded: () => turns.countWaiting() > limits.atOnce || nowMs() < state.promisedUntilMs,
  }
}

type Arriving = { readonly sinceMs: number; readonly giveWay: () => void }
type Stay = { beganAtMs: number | undefined; hasLeft: boolean; giveUp: () => void }

type Turns = {
  /** `begin` is called when it is its turn. Answers how to give it up before; then `onGivenUp` is called. */
  readonly ask: (begin: () => void, onGivenUp: () => void) => () => void
  readonly end: () => void
  readonly countWaiting: () => number
}

function createTurns(atOnce: number): Turns {
  const waiting = new Set<() => void>()
  const state = { free: atOnce }
  return {
    ask: (begin, onGivenUp) => {
      if (state.free > 0) {
        state.free -= 1
        begin()
      } else waiting.add(begin)
      return () => {
        if (waiting.delete(begin)) onGivenUp()
      }
    },
    // The turn goes to the next in line itself, so that nobody who comes meanwhile can take it.
    end: () => {
      const [next] = waiting
      if (!next) state.free += 1
      else {
        waiting.delete(next)
        next()
      }
    },
    countWaiting: () => waiting.size,
  }
}

type Pace = {
  /** How far apart they end while one follows the other. */
  readonly ms: () => number
  /** One has ended that began then; `isNextThere`: another waited for its turn. */
  readonly end: (beganAtMs: number, isNextThere: boolean) => void
}

function createPace(nowMs: () => number, firstPaceMs: number): Pace {
  const state = { ms: firstPaceMs, endedAtMs: nowMs(), wasNextThere: false }
  return {
    ms: () => state.ms,
    end: (beganAtMs, isNextThere) => {
      const now = nowMs()
      // When nobody waited, the time in between says how seldom they come; but none takes the house longer than this one.
      const took = state.wasNextThere ? now - state.endedAtMs : Math.min(now - beganAtMs, state.ms)
      state.ms += (Math.min(took, PACE.mostTimes * state.ms) - state.ms) / PACE.of
      Object.assign(state, { endedAtMs: now, wasNextThere: isNextThere })
    },
  }
}
