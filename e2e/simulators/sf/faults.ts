import { textIn, type JsonObject } from './json'

const KINDS = ['drop-after-commit', 'throttle', '500'] as const
type FaultKind = (typeof KINDS)[number]

/** Troubles ordered by a test: each kind strikes the next `times` calls that it can strike, then is over. */
export type Faults = {
  /** False when the order makes no sense. */
  readonly plan: (order: JsonObject) => boolean
  /** True once for each time planned. */
  readonly strikes: (kind: FaultKind) => boolean
}

export function createFaults(): Faults {
  const timesLeft = new Map<FaultKind, number>()
  return {
    plan(order) {
      const kind = KINDS.find((known) => known === textIn(order, 'kind'))
      const times = order.times ?? 1
      if (kind === undefined || typeof times !== 'number') return false
      timesLeft.set(kind, times)
      return true
    },
    strikes(kind) {
      const left = timesLeft.get(kind) ?? 0
      timesLeft.set(kind, Math.max(0, left - 1))
      return left > 0
    },
  }
}
