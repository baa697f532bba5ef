import { DatabaseError } from 'pg'

/** What the database found wrong with the data itself: where, as far as it says (a constraint or a column). */
export type DatabaseRefusal = { readonly where: string }

/** 22 bad data, 23 a broken constraint, 54 too large. Source: PostgreSQL manual, appendix A. */
const REFUSED = new Set(['22', '23', '54'])

/**
 * The refusal behind an error, when another try with the same data must fail again; undefined for outages, lost
 * races and bugs.
 */
export function findDatabaseRefusal(error: unknown): DatabaseRefusal | undefined {
  if (!(error instanceof DatabaseError) || !REFUSED.has(error.code?.slice(0, 2) ?? '')) return undefined
  return { where: error.constraint ?? error.column ?? '' }
}
