/** One step of a longer way. Which one is on the screen is said beside the list, not in it. */
export type Step = {
  readonly value: string
  readonly label: string
  readonly state: 'done' | 'todo' | 'problem'
  /** A step may be closed until an earlier one is answered. */
  readonly disabled?: boolean
}
