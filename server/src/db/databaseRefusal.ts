import { DatabaseError } from 'pg'

/** What the database found wrong with the data itself: where, as far as it says (a constraint or a column). */
export type DatabaseRefusal = { readonly where: string }

/** 22 bad data, 54 too large. Source: PostgreSQL manual, appendix A. */
const BAD_DATA = new Set(['22', '54'])

/** What a sender can break by what it sends. Any other broken constraint (class 23) is a bug of ours. */
export const SENDERS_CONSTRAINTS = [
  'cases_district_id_receipt_number_key',
  'cases_district_id_query_code_sha256_key',
] as const

/**
 * The refusal behind an error, when another try with the same data must fail again; undefined for outages, lost
 * races and bugs.
 */
export function findDatabaseRefusal(error: unknown): DatabaseRefusal | undefined {
  if (!(error instanceof DatabaseError)) return undefined
  const { code = '', constraint, column } = error
  const isRefused = BAD_DATA.has(code.slice(0, 2)) || SENDERS_CONSTRAINTS.some((one) => one === constraint)
  return isRefused ? { where: constraint ?? column ?? '' } : undefined
}
