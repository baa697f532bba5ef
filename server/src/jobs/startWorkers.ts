import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, JobResult, PgBoss } from 'pg-boss'
import { catchUp } from '../domain/catchUp/catchUp'
import { announceTask, type AnnounceDeps } from '../domain/department/announceTask'
import { DepartmentOutage } from '../domain/department/gateway'
import { bookDispatch, type BookingDeps } from '../domain/dispatch/bookDispatch'
import { followDispatches, type SweepPace } from '../domain/dispatch/followDispatches'
import { printDocument, type PrintDeps } from '../domain/document/printDocument'
import { sweepFiles, type SweepDeps } from '../domain/files/sweepFiles'
import type { JobInputs } from '../domain/operations/startJobs'
import type { ScheduledName } from './queues'

export type WorkerDeps = PrintDeps &
  BookingDeps &
  AnnounceDeps &
  SweepDeps & {
    readonly boss: PgBoss
    /** How often sendings are looked after, and how much at a time. */
    readonly sweep: SweepPace & { readonly everyMs: number }
    /** How often each queue is asked, at least 500. */
    readonly pollMs: number
  }

/** Running workers; `stop` lets the jobs in hand end, and begins no other. */
export type Workers = { readonly stop: () => Promise<void> }

/** So many jobs of a queue are worked on at once; while there are as many, the next are fetched without a pause. */
const AT_ONCE = 10

/** Starts what happens by itself: printing, booking, announcing, looking after what is on its way or left behind. */
export async function startWorkers(deps: WorkerDeps): Promise<Workers> {
  const stopping = new AbortController()
  const { signal } = stopping
  await work(deps, 'print-document', ({ documentId }) => printDocument(deps, documentId))
  await work(deps, 'book-dispatch', ({ dispatchId }) => bookDispatch(deps, dispatchId))
  await work(deps, 'announce-task', (input) => announceOrWait(deps, input))
  await work(deps, 'catch-up', () => catchUp(deps, signal))
  await work(deps, 'sweep-files', () => sweepFiles(deps, signal))
  const sweeping = sweepUntil(deps, signal)
  return {
    stop: async () => {
      stopping.abort()
      await sweeping
      await deps.boss.stop({ graceful: true, timeout: 20_000 })
    },
  }
}

/** What happens at its hour is given nothing. */
type Inputs = JobInputs & Readonly<Record<ScheduledName, null>>

/** A job is a trigger: the use case behind it may be called again at any time, and beside any other. */
async function work<Name extends keyof Inputs>(
  { boss, house, pollMs }: WorkerDeps,
  name: Name,
  handle: (input: Inputs[Name]) => Promise<unknown>,
): Promise<void> {
  const pace = { pollingIntervalSeconds: pollMs / 1000, batchSize: AT_ONCE, burstWhenBatchFull: true } as const
  const runOne = async ({ id, data }: Job<Inputs[Name]>): Promise<JobResult> => {
    try {
      await handle(data)
      return { id, status: 'completed' }
    } catch (error) {
      house.report(error)
      // What stands in the job's row is read by nobody's policy: the log alone knows how little to keep of an error.
      return { id, status: 'failed', output: { error: 'reported' } }
    }
  }
  await boss.work<Inputs[Name], unknown, { readonly perJobResults: true }>(
    name,
    { ...pace, perJobResults: true },
    (jobs) => Promise.all(jobs.map(runOne)),
  )
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
    await followDispatches(deps, { ...sweep, signal }).catch(house.report)
    await sleep(sweep.everyMs, undefined, { signal }).catch(() => undefined)
  }
}
