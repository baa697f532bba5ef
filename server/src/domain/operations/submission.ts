import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { ParsedOperation } from './parseOperation'

/** What an operation came in: the frame's own words, none for staff and systems. */
export type Submission = {
  readonly parsed: Exclude<ParsedOperation, { status: 'unreadable' }>
  readonly body: unknown
  readonly deviceId: string | null
  readonly deviceSeq: number | null
  /** Of the body as it travelled, lower-case hex. */
  readonly bodySha256: string | null
}

/** What any reader can rely on, of an operation that is read and of one that is not. */
export const headerOf = ({ parsed }: Submission) => (parsed.status === 'readable' ? parsed.op : parsed.header)

/** The id that it bears, which makes a repeat harmless. */
export const opIdOf = (submission: Submission): OpId => headerOf(submission).opId

/** The case that it is about, also of a kind that is not known here. */
export const caseIdOf = (submission: Submission): CaseId => headerOf(submission).caseId

/** The tablets that these came from, each once. */
export const deviceIdsOf = (submissions: readonly Submission[]): string[] => [
  ...new Set(submissions.flatMap(({ deviceId }) => (deviceId === null ? [] : [deviceId]))),
]

const readable = ({ parsed }: Submission): Operation[] => (parsed.status === 'readable' ? [parsed.op] : [])

/** The operation that this one speaks of, where it is a person's word on another. */
export const settledBy = (submission: Submission): OpId[] =>
  readable(submission).flatMap((op) => (op.kind === 'case.settle' ? [op.payload.settles] : []))

/** The number that a submission brings; none for all the others. */
export const receiptNumbersOf = (submission: Submission): string[] =>
  readable(submission).flatMap((op) => (op.kind === 'case.submit' ? [op.payload.receiptNumber] : []))

/** Splits submissions into waves in which no case appears twice, each case's own order kept. */
export function toWaves(submissions: readonly Submission[], maxSize: number): Submission[][] {
  const waves: Submission[][] = []
  for (const ofCase of groupBy(submissions, caseIdOf).values()) {
    ofCase.forEach((submission, nth) => (waves[nth] ??= []).push(submission))
  }
  return waves.flatMap((wave) => chunk(wave, maxSize))
}

function chunk<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, nth) => rows.slice(nth * size, (nth + 1) * size))
}
