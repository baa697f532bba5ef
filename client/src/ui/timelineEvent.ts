import type { Instant } from '@onetrip/shared/lib/time'

/** One line of a timeline: what happened, or what will. */
export type TimelineEvent = {
  readonly id: string
  readonly title: string
  readonly detail?: string | undefined
  /** Left out for what has not happened yet. */
  readonly at?: Instant | undefined
  readonly state: 'done' | 'current' | 'planned' | 'problem'
}
