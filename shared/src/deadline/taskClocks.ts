import { countDays, countWorkingDays, isProvisionalBetween, isWorkingDay, type WorkCalendar } from '../lib/calendar'
import { dueDate, type Limit } from '../lib/limit'
import { dateIn, type Instant, type PlainDate } from '../lib/time'
import { isStoppedBy, type StoppedPeriod } from './stoppedPeriod'

/** The limits of the item version under which the case was taken in. */
export type TaskLimits = {
  /**
   * Law's limit to accept or to ask for corrections; every licence has one (行政许可法 art. 32(4)). Most other items have
   * none: all of their time is the time to decide.
   */
  readonly acceptance?: Limit | undefined
  /** Our own promise for the same, counted from the door; where none is given, it is as long as the law's. */
  readonly acceptancePromise?: Limit | undefined
  /** To decide: by law (行政许可法 art. 42), and as promised, which is never longer. */
  readonly statutory: Limit
  readonly promised: Limit
  /** To issue and deliver after the decision (行政许可法 art. 44). */
  readonly delivery: Limit
}

/** What the clocks of a task are read from; `deliveredAt` ends the last of them. */
export type TaskFacts = {
  readonly collectedAt: Instant
  readonly receivedAt?: Instant | undefined
  readonly acceptedAt?: Instant | undefined
  readonly decidedAt?: Instant | undefined
  readonly deliveredAt?: Instant | undefined
  readonly limits: TaskLimits
  /** Corrections asked for and special procedures; issuing and delivering has none. */
  readonly stopped: readonly StoppedPeriod[]
}

/** Where and when the clocks are read. */
export type ClockView = { readonly calendar: WorkCalendar; readonly timeZone: string; readonly today: PlainDate }

export type ClockKind = 'acceptance' | 'decision' | 'delivery'
export type Light = 'green' | 'yellow' | 'red'

export type RunningClock = {
  readonly clock: ClockKind
  /** The last day in time; while a stop is open, as if it ended tomorrow. */
  readonly dueOn: PlainDate
  /** Whether `dueOn` or `daysLeft` rests on a year whose notice has not been entered (暂定). */
  readonly isProvisional: boolean
  /** Working days that remain after today, 0 on the last one; once overdue, how many late, from −1 down. */
  readonly daysLeft: number
  readonly light: Light
}

/** The part of a limit from which on the light is yellow. */
const YELLOW_FROM = 0.8

type StartedLimit = {
  readonly clock: ClockKind
  readonly limit: Limit
  readonly startedAt: Instant
  readonly stopped: readonly StoppedPeriod[]
}

/**
 * The clock that runs for a task; undefined only when it is delivered. Acceptance: law's from `receivedAt`, our promise
 * from `collectedAt`. Decision: law's and promised from `acceptedAt`; an item without a limit to accept runs by these
 * two from the start. Delivery: from `decidedAt`. Where two run, the earlier due day and the more severe light are shown.
 * Yellow from 80 % used or on the last working day, red when overdue.
 */
export function taskClocks(task: TaskFacts, view: ClockView): RunningClock | undefined {
  const [earliest, ...others] = startedLimits(task)
    .map((started) => readClock(started, view))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
  return earliest && { ...earliest, light: mostSevere([earliest.light, ...others.map(({ light }) => light)]) }
}

function startedLimits({ limits, stopped, ...task }: TaskFacts): StartedLimit[] {
  const started = (clock: ClockKind, startedAt: Instant | undefined, limit: Limit | undefined): StartedLimit[] =>
    startedAt && limit ? [{ clock, limit, startedAt, stopped: clock === 'delivery' ? [] : stopped }] : []

  if (task.deliveredAt) return []
  if (task.decidedAt) return started('delivery', task.decidedAt, limits.delivery)
  if (task.acceptedAt) {
    const { acceptedAt } = task
    return [...started('decision', acceptedAt, limits.promised), ...started('decision', acceptedAt, limits.statutory)]
  }
  const { collectedAt, receivedAt } = task
  const promise = limits.acceptancePromise ?? limits.acceptance
  if (promise)
    return [...started('acceptance', collectedAt, promise), ...started('acceptance', receivedAt, limits.acceptance)]
  return [...started('decision', collectedAt, limits.promised), ...started('decision', receivedAt, limits.statutory)]
}

function readClock({ clock, limit, startedAt, stopped }: StartedLimit, view: ClockView): RunningClock {
  const { calendar, timeZone, today } = view
  const isStopped = isStoppedBy(stopped, { timeZone, today })
  const counts = (date: PlainDate): boolean => isWorkingDay(calendar, date) && !isStopped(date)
  const due = dueDate(limit, { calendar, timeZone, startedAt, isStopped })

  const isOverdue = today > due.date
  // The first moment after the due day is late, also where no working day has passed since.
  const daysLeft = isOverdue
    ? Math.min(-1, countWorkingDays(calendar, today, due.date).days)
    : countDays(today, due.date, counts)
  return {
    clock,
    dueOn: due.date,
    isProvisional: due.isProvisional || isProvisionalBetween(calendar, due.date, today),
    daysLeft,
    light: lightFor(daysLeft, countDays(dateIn(timeZone, startedAt), due.date, counts)),
  }
}

function lightFor(daysLeft: number, totalDays: number): Light {
  if (daysLeft < 0) return 'red'
  if (daysLeft === 0) return 'yellow'
  return (totalDays - daysLeft) / totalDays >= YELLOW_FROM ? 'yellow' : 'green'
}

function mostSevere(lights: readonly Light[]): Light {
  if (lights.includes('red')) return 'red'
  return lights.includes('yellow') ? 'yellow' : 'green'
}
