export const FAULTS = ['drop-after-commit', '500', 'slow'] as const
export type Fault = (typeof FAULTS)[number]

/** Faults ordered by a test, each for a number of times. */
export type Faults = {
  readonly order: (kind: Fault, times: number) => void
  /** Whether the fault strikes now; uses it up once. */
  readonly strikes: (kind: Fault) => boolean
}

export function planFaults(): Faults {
  const leftByKind = new Map<Fault, number>()
  return {
    order: (kind, times) => void leftByKind.set(kind, times),
    strikes: (kind) => {
      const left = leftByKind.get(kind) ?? 0
      if (left > 0) leftByKind.set(kind, left - 1)
      return left > 0
    },
  }
}
