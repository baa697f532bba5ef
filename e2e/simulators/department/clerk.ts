import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ActWords, eventBody, nextAct } from './acts'
import type { Act, Entry, Ledger, SentEvent } from './ledger'
import type { OneTrip } from './oneTrip'

export type ClerkOptions = {
  readonly ledger: Ledger
  readonly oneTrip: OneTrip
  /** Pause before the clerk's next act; 0: only when told to. */
  readonly stepMs: number
  readonly retryMs: { readonly first: number; readonly most: number }
  readonly nowMs: () => number
  readonly signal: AbortSignal
}

export type Clerk = {
  /** Does what is due for a task: pull, send, wait. Called when something changed, and for every task at start. */
  readonly wake: (taskId: string) => void
  /** Records an act, and sees to it that OneTrip is told. Undefined for a task that was never announced. */
  readonly act: (taskId: string, act: Act, words?: ActWords) => string | undefined
  /** Settles when no task is being worked on any more. */
  readonly idle: () => Promise<void>
}

/** Works on each task alone and in order; whatever fails is tried again with growing pauses until it is answered. */
export function employClerk(options: ClerkOptions): Clerk {
  const { ledger, signal, stepMs } = options
  const workByTaskId = new Map<string, Promise<void>>()
  const timerByTaskId = new Map<string, NodeJS.Timeout>()
  signal.addEventListener('abort', () => timerByTaskId.forEach((timer) => clearTimeout(timer)))

  const act = (taskId: string, kind: Act, words: ActWords = {}): string | undefined => {
    const entry = ledger.find(taskId)
    if (!entry) return undefined
    const eventId = `evt_${randomUUID()}`
    const nowMs = options.nowMs()
    const body = eventBody(entry, kind, { words, nowMs })
    ledger.append({ kind: 'event', at: isoTime(nowMs), taskId, eventId, act: kind, body })
    wake(taskId)
    return eventId
  }

  const wake = (taskId: string): void => {
    if (workByTaskId.has(taskId) || signal.aborted) return
    clearTimeout(timerByTaskId.get(taskId))
    const work = workOff(taskId, options).then(() => {
      workByTaskId.delete(taskId)
      if (!signal.aborted) rest(taskId)
    })
    workByTaskId.set(taskId, work)
  }

  const rest = (taskId: string): void => {
    const entry = ledger.find(taskId)
    if (!entry) return
    // An act that came in while the work was being put down.
    if (dueJob(entry)) {
      wake(taskId)
      return
    }
    if (entry.stand === 'registered' && entry.file) act(taskId, 'receive')
    const due = stepMs > 0 ? nextAct(entry) : undefined
    if (due)
      timerByTaskId.set(
        taskId,
        setTimeout(() => act(taskId, due), stepMs),
      )
  }

  return {
    wake,
    act,
    idle: async () => {
      while (workByTaskId.size > 0) await Promise.all(workByTaskId.values())
    },
  }
}

/** Until nothing is due, or the department closes. */
async function workOff(taskId: string, options: ClerkOptions): Promise<void> {
  const { ledger, retryMs, signal } = options
  let failures = 0
  for (;;) {
    const entry = ledger.find(taskId)
    const job = entry && dueJob(entry)
    if (!job || signal.aborted) return
    try {
      await (job.kind === 'pull' ? pull(taskId, options) : send(taskId, job.event, options))
      failures = 0
    } catch {
      const pauseMs = Math.min(retryMs.most, retryMs.first * 2 ** failures)
      failures += 1
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

type Job = { readonly kind: 'pull' } | { readonly kind: 'send'; readonly event: SentEvent }

/** Events in their order, each until answered; then a file that has changed. */
function dueJob(entry: Entry): Job | undefined {
  const event = entry.events.find((one) => !one.answer)
  if (event) return { kind: 'send', event }
  return entry.needsPull ? { kind: 'pull' } : undefined
}

async function pull(taskId: string, { ledger, oneTrip, nowMs }: ClerkOptions): Promise<void> {
  const file = await oneTrip.pullFileSet(taskId)
  const at = isoTime(nowMs())
  ledger.append(file ? { kind: 'pulled', at, taskId, file } : { kind: 'not-there', at, taskId })
}

async function send(taskId: string, { eventId, body }: SentEvent, options: ClerkOptions): Promise<void> {
  const { isFinal, ...answer } = await options.oneTrip.post(eventId, body)
  if (!isFinal) throw new Error(`event ${eventId}: ${answer.httpStatus}`)
  options.ledger.append({ kind: 'answered', at: isoTime(options.nowMs()), taskId, eventId, answer })
}

const isoTime = (ms: number): string => new Date(ms).toISOString()
