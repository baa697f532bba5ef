import { scansOf } from '@onetrip/shared/case/content'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { CATALOGUE_FEED, StationId, stationFeed, type CaseId, type ScanId } from '@onetrip/shared/lib/ids'
import type { CaseReplaceScan } from '@onetrip/shared/wire/operation'
import type { CaseFile } from '@onetrip/server/db/caseFile'
import { readFeeds } from '@onetrip/server/db/feeds'
import { inTransaction } from '@onetrip/server/db/transaction'
import { findOvertaken, look, nameOf, type Sight } from './rules'
import { safetyRules } from './safetyRules'
import type { SimTablet } from './tablet'
import type { MadeOperation, World } from './world'

/** What is wrong at the end of a history, when all has drained; empty when all is well. */
export async function finalRules(world: World): Promise<string[]> {
  const sight = await look(world)
  const perTablet: string[] = []
  for (const tablet of world.tablets) perTablet.push(...(await checkRows(world, tablet)))
  return [
    ...world.broken,
    ...(await safetyRules(world)),
    ...world.made.flatMap((op) => checkMade(op, sight)),
    ...sight.files.flatMap((file) => checkWhole(sight, file)),
    ...world.made.flatMap((op) => checkExchange(op, sight)),
    ...findOvertaken(sight).map((op) => `R8 ${nameOf(op)} was refused before its case was offered anew`),
    ...perTablet,
  ]
}

/** R1: applied once, or answered with a no that a person settled. R8: also by a server that was restored meanwhile. */
function checkMade(op: MadeOperation, { world, outcomes, entries }: Sight): string[] {
  const about = nameOf(op)
  const rule = world.restores > 0 ? 'R8' : 'R1'
  const state = entries.get(op.opId)?.state
  const outcome = outcomes.get(op.opId)
  if (!state) return []
  if (state.kind !== 'ended') return [`R1 ${about} did not end: ${state.kind}`]
  if (state.how === 'applied')
    return outcome?.status === 'applied' ? [] : [`${rule} ${about} was saved, and the server does not have it`]
  // What a person has given up is not offered to a restored server.
  return outcome || world.restores > 0 ? [] : [`R1 ${about} was saved and never reached the server`]
}

/** R2: every named scan is here, byte for byte, and none that nobody has ever named. */
function checkWhole(sight: Sight, file: CaseFile): string[] {
  const about = `case ${file.case.caseId}`
  const isHere = (scanId: string): boolean =>
    file.scans.some(
      (one) => one.scanId === scanId && one.arrivedAt !== null && sight.world.server.files.scans.has(one.scanId),
    )
  const missing = scansOf(file.case.content).filter(({ scanId }) => !isHere(scanId))
  const everNamed = new Set(sight.world.made.flatMap((op) => (op.caseId === file.case.caseId ? namedBy(op) : [])))
  return [
    ...file.scans.flatMap(({ scanId }) =>
      everNamed.has(scanId) ? [] : [`R2 ${about} has scan ${scanId} of nobody’s`],
    ),
    ...missing.map((scan) => `R2 ${about} lacks scan ${scan.scanId}`),
    ...(file.case.wholeAt === null ? [`R2 ${about} is not whole`] : []),
  ]
}

/** The scans that an operation brings into its case's words. */
function namedBy({ kind, content, payload }: MadeOperation): ScanId[] {
  // Of this kind, it was parsed by its schema.
  if (kind === 'case.replace-scan') return [(payload as CaseReplaceScan['payload']).by.scanId]
  return content ? scansOf(content).map(({ scanId }) => scanId) : []
}

/** CASE-R6: what was exchanged is not named again, from whatever words somebody answered. */
function checkExchange({ opId, kind, caseId, payload }: MadeOperation, { outcomes, files }: Sight): string[] {
  if (kind !== 'case.replace-scan' || outcomes.get(opId)?.status !== 'applied') return []
  // Of this kind, it was parsed by its schema.
  const { replaces } = payload as CaseReplaceScan['payload']
  const file = files.find((one) => one.case.caseId === caseId)
  const isNamed = file && scansOf(file.case.content).some(({ scanId }) => scanId === replaces)
  return isNamed ? [`CASE-R6 case ${caseId} names page ${replaces} again, which was exchanged`] : []
}

/** R3: what the tablet shows is what a reader from the start would show. */
async function checkRows({ store, district }: World, { name, agent, eye }: SimTablet): Promise<string[]> {
  const feedIds = [stationFeed(StationId.parse(agent.unitId)), CATALOGUE_FEED]
  const changes = await inTransaction(store.pool, agent, (tx) =>
    readFeeds(tx, district.districtId, { cursors: new Map(feedIds.map((id) => [id, 0])), limit: 100_000 }),
  )
  const told = new Map<string, string>(
    changes.flatMap(({ feedId, entityId, row }) =>
      row ? [[`${feedId} ${entityId}`, canonicalJson(row)] as const] : [],
    ),
  )
  const shown = new Map([...(await eye.rows())].map(([key, row]) => [key, canonicalJson(row)]))
  const differing = [...new Set([...told.keys(), ...shown.keys()])].filter((key) => told.get(key) !== shown.get(key))
  return differing.map((key) => `R3 ${name} shows another state of ${key}`)
}

/** The cases that the tablets took in, for counting that something happened. */
export const takenIn = (world: World): CaseId[] =>
  world.made.filter((op) => op.kind === 'case.submit').map((op) => op.caseId)
