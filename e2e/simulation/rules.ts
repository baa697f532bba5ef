import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { QueuedOperation } from '@onetrip/client/db/outboxEntry'
import type { CaseFile } from '@onetrip/server/db/caseFile'
import { readCaseFiles } from '@onetrip/server/db/readCaseFiles'
import { inTransaction, type Tx } from '@onetrip/server/db/transaction'
import { NOBODY } from './serverStore'
import type { MadeOperation, World } from './world'

/** All that is held against each other: what people made, what lies on the tablets, and what the server says. */
export type Sight = {
  readonly world: World
  readonly outcomes: ReadonlyMap<string, OperationOutcome>
  readonly files: readonly CaseFile[]
  /** By operation. */
  readonly entries: ReadonlyMap<string, QueuedOperation>
  /** Operations that left an event of one kind more than once. */
  readonly doubled: readonly string[]
}

export async function look(world: World): Promise<Sight> {
  const entries = new Map<string, QueuedOperation>()
  for (const { eye } of world.tablets) for (const entry of await eye.entries()) entries.set(entry.opId, entry)
  const { districtId } = world.district
  const caseIds = [...new Set(world.made.map(({ caseId }) => caseId))]
  return inTransaction(world.store.pool, NOBODY, async (tx) => {
    const rows = await tx.query<{ opId: string; outcome: OperationOutcome }>(
      'select op_id as "opId", outcome from operation where district_id = $1',
      [districtId],
    )
    const files = [...(await readCaseFiles(tx, districtId, caseIds)).values()]
    const outcomes = new Map(rows.map((row) => [row.opId, row.outcome]))
    return { world, outcomes, files, entries, doubled: await findDoubled(tx, districtId) }
  })
}

async function findDoubled(tx: Tx, districtId: string): Promise<string[]> {
  const events = await tx.query<{ opId: string | null; kind: string }>(
    `select detail->>'opId' as "opId", kind from case_event where district_id = $1`,
    [districtId],
  )
  const seen = new Set<string>()
  return events.flatMap(({ opId, kind }) => {
    const key = `${kind} of ${String(opId)}`
    if (opId === null || !seen.has(key)) {
      seen.add(key)
      return []
    }
    return [key]
  })
}

export const nameOf = ({ kind, opId, tablet }: MadeOperation): string => `${kind} ${opId} of ${tablet}`

/**
 * Operations that a restored server refused because their case had not been offered to it anew yet, although the same
 * tablet holds it and offered it after them. Of a task that the restored server has not come to yet nobody can speak.
 */
export function findOvertaken({ world, outcomes }: Sight): MadeOperation[] {
  const isOvertaken = ({ kind, opId, caseId, tablet }: MadeOperation): boolean => {
    if (!kind.startsWith('case.')) return false
    const outcome = outcomes.get(opId)
    const submit = world.made.find((made) => made.kind === 'case.submit' && made.caseId === caseId)
    const isOwn = submit?.tablet === tablet && outcomes.get(submit.opId)?.status === 'applied'
    return isOwn && outcome?.status === 'refused' && outcome.refusal.kind === 'case-not-found'
  }
  return world.made.filter(isOvertaken)
}
