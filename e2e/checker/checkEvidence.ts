import { checkCourier } from './checkCourier'
import { checkDepartment } from './checkDepartment'
import { checkServer } from './checkServer'
import type { Evidence } from './evidence'

/** What was joined, counted, and every fault in words. */
export type Verdict = {
  readonly cases: number
  readonly scans: number
  /** Tasks in the department's register, and pages that it pulled with them. */
  readonly tasks: number
  readonly pulledScans: number
  /** In the courier's ledger. */
  readonly orders: number
  readonly faults: readonly string[]
}

/** No fault: all was kept, once, byte for byte, and reached whom it was for. Pure. */
export function checkEvidence(evidence: Evidence): Verdict {
  const { exported, department, orders } = evidence
  return {
    cases: exported.length,
    scans: exported.reduce((total, { scans }) => total + scans.length, 0),
    tasks: department.registered.length,
    pulledScans: department.pulled.reduce((total, { scans }) => total + scans.length, 0),
    orders: orders.length,
    faults: [...checkServer(evidence), ...checkDepartment(evidence), ...checkCourier(evidence)],
  }
}
