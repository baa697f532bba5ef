import { PgBoss, type QueueOptions } from 'pg-boss'
import type { Enqueue, JobName, NewJob } from '../domain/operations/startJobs'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import { JOB_NAMES, JOB_SCHEMA, QUEUES, SCHEDULED_NAMES, SCHEDULED_QUEUE, SCHEDULES } from './queues'

const APP_ROLE = 'onetrip_app'

/**
 * Makes and updates the job tables, queues and hours, as the owner; a repeat changes nothing. The program itself may
 * not. `timeZone`: the one that the hours are meant in.
 */
export async function prepareJobs(ownerUrl: string, timeZone: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: JOB_SCHEMA, max: 2, supervise: false, schedule: false })
  await boss.start()
  try {
    for (const name of JOB_NAMES) await makeQueue(boss, name, QUEUES[name])
    for (const name of SCHEDULED_NAMES) {
      await makeQueue(boss, name, SCHEDULED_QUEUE)
      await boss.schedule(name, SCHEDULES[name], null, { tz: timeZone })
    }
    for (const sql of grants()) await boss.getDb().executeSql(sql)
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** A queue that was there keeps its old patience until it is told. */
async function makeQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  await boss.createQueue(name, options)
  await boss.updateQueue(name, options)
}

const grants = (): string[] => [
  `grant usage on schema ${JOB_SCHEMA} to ${APP_ROLE}`,
  `grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${APP_ROLE}`,
  `grant usage, select on all sequences in schema ${JOB_SCHEMA} to ${APP_ROLE}`,
  `grant execute on all functions in schema ${JOB_SCHEMA} to ${APP_ROLE}`,
]

export type BossOptions = {
  /** The program's own role, without rights to change tables. */
  readonly url: string
  /** Tells the log of what went wrong beside the jobs themselves. */
  readonly report: (error: unknown) => void
}

/** Opens the prepared job tables. Throws when they are not prepared. Call `stop` before the process ends. */
export async function openBoss({ url, report }: BossOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    schema: JOB_SCHEMA,
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: true,
    reindex: false,
    application_name: 'onetrip jobs',
  })
  boss.on('error', report)
  return boss.start()
}

/** Puts jobs into the caller's own transaction: they exist if, and only if, it commits. */
export function enqueueWith(boss: PgBoss): Enqueue {
  return async (tx, jobs) => {
    const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await tx.query(text, values) }) }
    for (const [name, ofQueue] of groupBy<JobName, NewJob>(jobs, (job) => job.name)) {
      await boss.insert(
        name,
        ofQueue.map(({ input }) => ({ data: input })),
        { db },
      )
    }
  }
}
