import type { Instant } from '@onetrip/shared/lib/time'

/** One line of a timeline: what happened, or what will. */
export type TimelineEvent = {
  readonly id: string
  readonly title: string
  /** Lines of it are shown as such. */
  readonly detail?: string | undefined
  /** The number of a document, which is not broken where a line is long enough for it. */
  readonly reference?: string | undefined
  /** Left out for what has not happened yet. */
  readonly at?: Instant | undefined
  readonly state: 'done' | 'current' | 'planned' | 'problem'
}
