import type { QueueOptions } from 'pg-boss'
import type { JobName } from '../domain/operations/startJobs'

/** The schema that holds the jobs; the owner makes it, the program works in it. */
export const JOB_SCHEMA = 'pgboss'

const DAY_SECONDS = 24 * 60 * 60

/** What is tried again for days: the other side is out, and nobody here can change that. */
const PATIENT = {
  retryLimit: 300,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 60 * 60,
  expireInSeconds: 120,
  retentionSeconds: 30 * DAY_SECONDS,
  deleteAfterSeconds: 7 * DAY_SECONDS,
} as const satisfies QueueOptions

/** Each job's patience. A document that cannot be printed is a fault of ours: a day of tries, then a person. */
export const QUEUES = {
  'print-document': { ...PATIENT, retryLimit: 30, retryDelay: 1 },
  'book-dispatch': PATIENT,
  'announce-task': PATIENT,
} as const satisfies Record<JobName, QueueOptions>

/** What happens at its hour, whether or not anything caused it. Times are the district's. */
export const SCHEDULES = {
  'catch-up': '17 * * * *',
  'sweep-files': '30 3 * * *',
} as const
export type ScheduledName = keyof typeof SCHEDULES

/** The next hour, or the next night, is the second try. */
export const SCHEDULED_QUEUE = {
  retryLimit: 0,
  expireInSeconds: 60 * 60,
  retentionSeconds: DAY_SECONDS,
  deleteAfterSeconds: 7 * DAY_SECONDS,
} as const satisfies QueueOptions

export const SCHEDULED_NAMES = Object.keys(SCHEDULES) as readonly ScheduledName[] // the keys of a record of all of them
export const JOB_NAMES = Object.keys(QUEUES) as readonly JobName[] // the keys of a record of all job names
