import { scansOf } from '@onetrip/shared/case/content'
import { CATALOGUE_FEED, StationId, stationFeed, type CaseId } from '@onetrip/shared/lib/ids'
import type { CaseFile } from '@onetrip/server/db/caseFile'
import { readFeeds } from '@onetrip/server/db/feeds'
import { readCaseFiles } from '@onetrip/server/db/readCaseFiles'
import { inTransaction, type Tx } from '@onetrip/server/db/transaction'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { SimTablet } from './tablet'
import type { MadeOperation, World } from './world'

/** What is wrong at the end of a history, each with the rule it breaks; empty when all is well. */
export async function brokenRules(world: World): Promise<string[]> {
  const [tablet] = world.tablets
  if (!tablet) return ['no tablet']
  return inTransaction(world.pool, tablet.agent, async (tx) => {
    const outcomes = await readOutcomes(tx, world)
    const files = await readCaseFiles(tx, world.district.districtId, [...new Set(world.made.map((op) => op.caseId))])
    const perTablet = []
    for (const one of world.tablets) perTablet.push(...(await checkTablet(tx, world, one)))
    return [
      ...world.made.flatMap((op) => checkMade(world, op, outcomes)),
      ...[...files.values()].flatMap((file) => checkScans(world, file)),
      ...(await checkEvents(tx, world)),
      ...world.takenFromOthers.map((reply) => `R13 a push under another's session was answered: ${reply}`),
      ...perTablet,
    ]
  })
}

async function readOutcomes(tx: Tx, world: World): Promise<Map<string, OperationOutcome>> {
  const rows = await tx.query<{ opId: string; outcome: OperationOutcome }>(
    'select op_id as "opId", outcome from operation where district_id = $1',
    [world.district.districtId],
  )
  return new Map(rows.map((row) => [row.opId, row.outcome]))
}

/** R1: applied once, or answered with a no that a person settled. R5: an entry left the queue by nothing else. R6: in order. */
function checkMade(world: World, op: MadeOperation, outcomes: ReadonlyMap<string, OperationOutcome>): string[] {
  const outcome = outcomes.get(op.opId)
  const entry = world.tablets
    .find((tablet) => tablet.name === op.tablet)
    ?.disk.outbox.find((one) => one.opId === op.opId)
  const about = `${op.kind} ${op.opId} of ${op.tablet}`
  if (!outcome) return [`R1 ${about} was saved and never reached the server`]
  if (outcome.status === 'refused' && outcome.refusal.kind === 'not-permitted')
    return [`R13 ${about} was decided in another's name`]
  if (!entry) return [`R5 ${about} is gone from the tablet`]
  if (entry.state.kind !== 'ended') return [`R1 ${about} did not end: ${entry.state.kind}`]
  const isApplied = outcome.status === 'applied'
  if (entry.state.how === 'applied' && !isApplied)
    return [`R5 ${about} ended as applied, and the server says ${outcome.status}`]
  if (entry.state.how === 'applied' && !entry.state.acknowledgement) return [`R16 ${about} ended unacknowledged`]
  if (entry.state.how === 'settled' && isApplied) return [`R5 ${about} was settled although it is applied`]
  const before = op.after && world.made.find((made) => made.opId === op.after)
  const isOrphan =
    isApplied &&
    before &&
    before.kind === 'case.submit' &&
    op.kind !== 'case.settle' &&
    outcomes.get(before.opId)?.status !== 'applied'
  return isOrphan ? [`R6 ${about} was applied without the step before it`] : []
}

/** R2: every named scan is here, byte for byte, and nothing else was linked to the case. */
function checkScans(world: World, file: CaseFile): string[] {
  const about = `case ${file.case.caseId}`
  const missing = scansOf(file.case.content).filter(
    (scan) => !file.scans.some((one) => one.scanId === scan.scanId && one.arrivedAt !== null),
  )
  const wrong = file.scans.filter((scan) => {
    const kept = world.server.scans.get(scan.scanId)
    const taken = world.pages.get(`${file.case.caseId} ${scan.scanId}`)
    return !taken || (scan.arrivedAt !== null && (!kept || Buffer.compare(kept, taken) !== 0))
  })
  return [
    ...missing.map((scan) => `R2 ${about} lacks scan ${scan.scanId}`),
    ...wrong.map((scan) => `R2 ${about} has a scan that nobody took: ${scan.scanId}`),
    ...(file.case.wholeAt === null ? [`R2 ${about} is not whole`] : []),
  ]
}

/** R7: an operation had its effect once. Its events name it. */
async function checkEvents(tx: Tx, world: World): Promise<string[]> {
  const rows = await tx.query<{ opId: string; kind: string; n: number }>(
    `select detail->>'opId' as "opId", kind, count(*)::int as n from case_event
      where district_id = $1 and detail ? 'opId' group by 1, 2 having count(*) > 1`,
    [world.district.districtId],
  )
  return rows.map((row) => `R7 ${row.opId} had its effect ${row.n} times (${row.kind})`)
}

/** R3: what the tablet shows is what a reader from the start would show. R4: and nothing of another station. */
async function checkTablet(tx: Tx, world: World, tablet: SimTablet): Promise<string[]> {
  const station = StationId.parse(tablet.agent.unitId)
  const feedIds = [stationFeed(station), CATALOGUE_FEED]
  const changes = await readFeeds(tx, world.district.districtId, {
    cursors: new Map(feedIds.map((id) => [id, 0])),
    limit: 100_000,
  })
  const fresh = new Map(
    changes
      .filter((change) => change.row)
      .map((change) => [`${change.feedId} ${change.entityId}`, JSON.stringify(change.row)]),
  )
  const shown = new Map([...tablet.disk.rows].map(([key, { row }]) => [key, JSON.stringify(row)]))
  const differing = [...new Set([...fresh.keys(), ...shown.keys()])].filter((key) => fresh.get(key) !== shown.get(key))
  const foreign = [...tablet.disk.rows].filter(([key, { row }]) => {
    const isOwnFeed = feedIds.some((feedId) => key.startsWith(`${feedId} `))
    return !isOwnFeed || (row.kind === 'case' && row.stationId !== station)
  })
  return [
    ...differing.map((key) => `R3 ${tablet.name} shows another state of ${key}`),
    ...foreign.map(([key]) => `R4 ${tablet.name} holds ${key}`),
  ]
}

/** The cases that the tablets took in, for counting that something happened. */
export const takenIn = (world: World): CaseId[] =>
  world.made.filter((op) => op.kind === 'case.submit').map((op) => op.caseId)
