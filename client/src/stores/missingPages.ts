import { scansOf, type CaseContent, type ScanRef } from '@onetrip/shared/case/content'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from '../db/localDatabase'
import type { Unsent } from '../db/unsent'
import { readOperation } from './settle'

/**
 * Where a scan is that the server waits for. `on-its-way`: it, or the exchange of it, goes from this tablet by itself.
 * `stuck`: a person has to look at the queue first. `here`: its bytes are, and nothing sends them. `elsewhere`: on
 * another tablet, or nowhere any more.
 */
export type WhereMissing = 'on-its-way' | 'stuck' | 'here' | 'elsewhere'

export type MissingPage = { readonly ref: ScanRef; readonly where: WhereMissing }

type Known = { readonly unsent: Unsent; readonly held: ReadonlySet<string> }

/** The scans that a content names and the server waits for, in the order of the papers. [CASE-R22] */
export function missingPages(
  content: CaseContent,
  awaited: readonly ScanId[],
  { unsent: { entries, uploads }, held }: Known,
): MissingPage[] {
  const exchanges = new Map<string, WhereMissing>(
    entries.flatMap((entry) => {
      const operation = readOperation(entry)
      if (operation?.kind !== 'case.replace-scan') return []
      return [[operation.payload.replaces, entry.state.kind === 'parked' ? 'stuck' : 'on-its-way'] as const]
    }),
  )
  const parked = new Set(entries.filter(({ state }) => state.kind === 'parked').map(({ opId }) => opId))
  const sent = new Map<string, WhereMissing>(
    uploads.map(({ scanId, opId, state }) => {
      const isStuck = state.kind === 'blocked' || parked.has(opId)
      return [scanId, isStuck ? 'stuck' : 'on-its-way']
    }),
  )
  const wanted = new Set<string>(awaited)
  return scansOf(content).flatMap((ref) => {
    if (!wanted.has(ref.scanId)) return []
    const where = exchanges.get(ref.scanId) ?? sent.get(ref.scanId)
    return [{ ref, where: where ?? (held.has(ref.scanId) ? 'here' : 'elsewhere') }]
  })
}

/** The scans of a case whose bytes are on this tablet; none of them is opened. */
export async function readHeld(db: LocalDatabase, caseId: CaseId): Promise<ReadonlySet<string>> {
  const keys = await db.scans.where('caseId').equals(caseId).primaryKeys()
  return new Set(keys.map(([, scanId]) => scanId))
}
