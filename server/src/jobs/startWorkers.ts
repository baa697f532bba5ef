import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { announceTask, type AnnounceDeps } from '../domain/department/announceTask'
import { DepartmentOutage } from '../domain/department/gateway'
import { bookDispatch, type BookingDeps } from '../domain/dispatch/bookDispatch'
import { followDispatches, type SweepPace } from '../domain/dispatch/followDispatches'
import { printDocument, type PrintDeps } from '../domain/document/printDocument'
import type { JobInputs, JobName } from '../domain/operations/startJobs'

export type WorkerDeps = PrintDeps &
  BookingDeps &
  AnnounceDeps & {
    readonly boss: PgBoss
    /** How often sendings are looked after, and how much at a time. */
    readonly sweep: SweepPace & { readonly everyMs: number }
    /** How often each queue is asked, at least 500. */
    readonly pollMs: number
  }

/** Running workers; `stop` lets the job in hand end, and begins no other. */
export type Workers = { readonly stop: () => Promise<void> }

/** Starts what happens by itself: printing, booking, announcing, and looking after what is on its way. */
export async function startWorkers(deps: WorkerDeps): Promise<Workers> {
  await work(deps, 'print-document', ({ documentId }) => printDocument(deps, documentId))
  await work(deps, 'book-dispatch', ({ dispatchId }) => bookDispatch(deps, dispatchId))
  await work(deps, 'announce-task', (input) => announceOrWait(deps, input))
  const stopping = new AbortController()
  const sweeping = sweepUntil(deps, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await sweeping
      await deps.boss.stop({ graceful: true, timeout: 20_000 })
    },
  }
}

type Handle<Name extends JobName> = (input: JobInputs[Name]) => Promise<unknown>

/** One at a time: a job is a trigger, and the use case behind it may be called again at any time. */
async function work<Name extends JobName>(
  { boss, house, pollMs }: WorkerDeps,
  name: Name,
  handle: Handle<Name>,
): Promise<void> {
  await boss.work<JobInputs[Name]>(name, { pollingIntervalSeconds: pollMs / 1000, batchSize: 1 }, async (jobs) => {
    for (const job of jobs) {
      try {
        await handle(job.data)
      } catch (error) {
        house.report(error)
        throw error
      }
    }
  })
}

/** A department that says when to come back is obeyed: the job goes, and a new one comes at that time. [DEPT-R9] */
async function announceOrWait(deps: WorkerDeps, input: JobInputs['announce-task']): Promise<void> {
  try {
    await announceTask(deps, input)
  } catch (error) {
    const startAfter = error instanceof DepartmentOutage ? error.retryAfterSeconds : undefined
    if (startAfter === undefined) throw error
    await deps.boss.send('announce-task', input, { startAfter })
  }
}

async function sweepUntil(deps: WorkerDeps, signal: AbortSignal): Promise<void> {
  const { house, sweep } = deps
  while (!signal.aborted) {
    await followDispatches(deps, sweep).catch(house.report)
    await sleep(sweep.everyMs, undefined, { signal }).catch(() => undefined)
  }
}
