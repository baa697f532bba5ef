import { CATALOGUE_FEED, StationId, stationFeed } from '@onetrip/shared/lib/ids'
import type { CaseFile } from '@onetrip/server/db/caseFile'
import { look, nameOf, type Sight } from './rules'
import type { SimTablet } from './tablet'
import type { MadeOperation, World } from './world'

/** What may never be, whatever strikes and whenever one looks; each with the rule that it breaks. */
export async function safetyRules(world: World): Promise<string[]> {
  const sight = await look(world)
  const perTablet: string[] = []
  for (const tablet of world.tablets) perTablet.push(...(await checkScope(tablet)))
  return [
    ...world.made.flatMap((op) => checkEntry(op, sight)),
    ...world.made.flatMap((op) => checkOrder(op, sight)),
    ...sight.files.flatMap((file) => checkBytes(world, file)),
    ...sight.doubled.map((what) => `R7 had its effect more than once: ${what}`),
    ...world.server.bugs.map((bug) => `R7 the server met a bug: ${bug}`),
    ...perTablet,
  ]
}

/** R5: an entry leaves the queue by `applied` or by a person's word only, and stays on the tablet. R16: and believed. */
function checkEntry(op: MadeOperation, { world, outcomes, entries }: Sight): string[] {
  const about = nameOf(op)
  const entry = entries.get(op.opId)
  const outcome = outcomes.get(op.opId)
  if (!entry) return [`R5 ${about} is gone from the tablet`]
  if (outcome?.status === 'refused' && outcome.refusal.kind === 'not-permitted')
    return [`R13 ${about} was decided in another's name`]
  if (entry.state.kind !== 'ended') return []
  if (entry.state.how === 'settled' && !world.settledByPeople.has(op.opId))
    return [`R5 ${about} left the queue without anybody's word`]
  if (entry.state.how === 'settled') {
    // A server that was put back beyond it may have it applied in that other history. Whoever settled it is told.
    const isSameHistory = world.restores === 0 || world.settledByPeople.get(op.opId) === world.restoredEpoch
    const isApplied = outcome?.status === 'applied' && isSameHistory
    return isApplied ? [`R5 ${about} was settled although it is applied`] : []
  }
  if (!entry.state.acknowledgement) return [`R16 ${about} ended unacknowledged`]
  // A server that was restored may lack it until the tablet hears of that.
  const isLacking = outcome?.status !== 'applied' && world.restores === 0
  return isLacking ? [`R5 ${about} ended as applied, and the server says ${String(outcome?.status)}`] : []
}

/** R6: nothing is applied to a case whose submission, from the same tablet, was not. */
function checkOrder(op: MadeOperation, { world, outcomes }: Sight): string[] {
  const before = op.after && world.made.find((made) => made.opId === op.after)
  const isOrphan =
    outcomes.get(op.opId)?.status === 'applied' &&
    before &&
    before.kind === 'case.submit' &&
    op.kind !== 'case.settle' &&
    outcomes.get(before.opId)?.status !== 'applied'
  return isOrphan ? [`R6 ${nameOf(op)} was applied without the step before it`] : []
}

/** R2: no other bytes than those that somebody took. */
function checkBytes(world: World, file: CaseFile): string[] {
  const wrong = file.scans.filter((scan) => {
    const kept = world.server.files.scans.get(scan.scanId)
    const taken = world.pages.get(`${file.case.caseId} ${scan.scanId}`)
    return !taken || (kept && Buffer.compare(kept, taken) !== 0)
  })
  return wrong.map((scan) => `R2 case ${file.case.caseId} has a scan that nobody took: ${scan.scanId}`)
}

/** R4: nothing of another station lies on a tablet. */
async function checkScope({ name, agent, eye }: SimTablet): Promise<string[]> {
  const station = StationId.parse(agent.unitId)
  const own: readonly string[] = [stationFeed(station), CATALOGUE_FEED]
  const feeds = (await eye.feedIds()).filter((feedId) => !own.includes(feedId))
  const cases = (await eye.cases()).filter(({ stationId }) => stationId !== station)
  return [
    ...feeds.map((feedId) => `R4 ${name} holds rows of ${feedId}`),
    ...cases.map(({ caseId }) => `R4 ${name} holds ${caseId}`),
  ]
}
