import { FAULTS, type Fault } from './faults'
import { takenIn } from './finalRules'
import type { Lived } from './runSeed'

/** What a number of histories came to. */
export type Totals = {
  seeds: number
  cases: number
  operations: number
  points: number
  restores: number
  mostDrainSteps: number
  readonly kinds: Map<string, number>
  readonly faults: Map<Fault, number>
}

export const noTotals = (): Totals => ({
  seeds: 0,
  cases: 0,
  operations: 0,
  points: 0,
  restores: 0,
  mostDrainSteps: 0,
  kinds: new Map(),
  faults: new Map(),
})

export function addTo(totals: Totals, { world, drainSteps }: Lived): void {
  totals.seeds += 1
  totals.cases += takenIn(world).length
  totals.operations += world.made.length
  totals.points += world.plan.points()
  totals.restores += world.restores
  totals.mostDrainSteps = Math.max(totals.mostDrainSteps, drainSteps)
  for (const { kind } of world.made) totals.kinds.set(kind, (totals.kinds.get(kind) ?? 0) + 1)
  for (const [fault, count] of world.plan.counts) totals.faults.set(fault, (totals.faults.get(fault) ?? 0) + count)
}

export const neverStruck = ({ faults }: Totals): Fault[] => FAULTS.filter((fault) => !faults.get(fault))

/** A history in which nothing struck proves nothing: so each fault is told with how often it did. */
export function report(name: string, totals: Totals): string {
  const { seeds, cases, operations, points, mostDrainSteps } = totals
  const faults = FAULTS.map((fault) => `  ${String(totals.faults.get(fault) ?? 0).padStart(7)} × ${fault}`)
  const came = `${seeds} seeds, ${cases} cases, ${operations} operations`
  const head = `simulation ${name}: ${came}, ${points} points at which a process could end, all drained within ${mostDrainSteps} steps`
  const byCount = [...totals.kinds].toSorted(([, one], [, other]) => other - one)
  const kinds = byCount.map(([kind, count]) => `  ${String(count).padStart(7)} × ${kind}`)
  return [head, ...kinds, ...faults].join('\n')
}
