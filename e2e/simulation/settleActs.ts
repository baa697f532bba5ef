import type { OpId, ScanId } from '@onetrip/shared/lib/ids'
import type { QueuedOperation } from '@onetrip/client/db/outboxEntry'
import { openCorrections, readWords, withFirstPage } from './agentActs'
import { takePage } from './pages'
import { newOpId, recordAct } from './recordAct'
import type { SimTablet } from './tablet'
import type { World } from './world'

/** An agent gives up what the server would not have, with a reason, or mends it; the word itself is an operation. */
export async function settleParked(world: World, tablet: SimTablet): Promise<string> {
  const parked = (await tablet.eye.entries()).filter((entry) => entry.state.kind === 'parked')
  if (parked.length === 0) return 'has nothing parked'
  const entry = world.chance.pick(parked)
  return (await mendCorrection(world, tablet, entry)) ?? giveUp(world, tablet, entry)
}

export async function giveUp(world: World, tablet: SimTablet, { opId, caseId }: QueuedOperation): Promise<string> {
  const payload = { settles: opId, how: { kind: 'given-up', because: '已在窗口办理' } }
  const kept = await recordAct(world, tablet, {
    caseId,
    acts: [{ kind: 'case.settle', baseRevision: 0, payload }],
    pages: [],
    settles: [opId],
  })
  return `gives up ${opId}: ${kept}`
}

/** Another was faster: the same page under the words as they are now, in place of what was not taken. */
export async function mendCorrection(
  world: World,
  tablet: SimTablet,
  entry: QueuedOperation,
): Promise<string | undefined> {
  const { opId, caseId } = entry
  const made = world.made.find((one) => one.opId === opId)
  const row = (await tablet.eye.cases()).find((one) => one.caseId === caseId)
  const words = await readWords(world, tablet, caseId)
  if (made?.kind !== 'case.correct' || !row || !words || openCorrections(row).length === 0) return undefined
  const upload = (await tablet.eye.uploads()).find((one) => one.opId === opId && one.state.kind !== 'blocked')
  if (!upload) return undefined
  const { scanId, sizeBytes, mediaType } = upload
  const ref = { scanId, sizeBytes, mediaType }
  const content = withFirstPage(words.content, ref)
  const byOpId: OpId = newOpId(world, tablet)
  const settling = { settles: opId, how: { kind: 'superseded', byOpId } }
  const kept = await recordAct(world, tablet, {
    caseId,
    acts: [
      { kind: 'case.settle', baseRevision: 0, payload: settling },
      {
        kind: 'case.correct',
        opId: byOpId,
        baseRevision: words.revision,
        payload: { content, answers: openCorrections(row), insisted: false },
        content,
      },
    ],
    pages: [],
    again: [ref],
    settles: [opId],
  })
  return `mends ${opId}: ${kept}`
}

/** A page whose bytes are no longer what they were is taken again, and named in place of the one that cannot come. */
export async function replaceBlocked(world: World, tablet: SimTablet): Promise<string> {
  const blocked = (await tablet.eye.uploads()).filter(({ state }) => state.kind === 'blocked')
  const [upload] = blocked
  if (!upload) return 'has no page to take again'
  const { caseId, scanId } = upload
  const page = takePage(world, caseId)
  const kept = await recordAct(world, tablet, {
    caseId,
    acts: [{ kind: 'case.replace-scan', baseRevision: 0, payload: { replaces: scanId, by: page.ref } }],
    pages: [page],
    drops: [scanId],
  })
  return `takes a page of ${caseId} again: ${kept}`
}

/** The bytes of a page that waits lie wrong on the disk. A signature nobody can take again, so it stays whole. */
export async function damagePage(world: World, tablet: SimTablet): Promise<string> {
  const waiting = (await tablet.eye.uploads()).filter(({ state }) => state.kind === 'waiting')
  const signatures = new Set<ScanId>(
    world.made.flatMap(({ content }) => (content?.signature ? [content.signature.image.scanId] : [])),
  )
  const pages = waiting.filter(({ scanId }) => !signatures.has(scanId) && !world.halfLost.has(scanId))
  if (pages.length === 0) return 'has no page on its way'
  const { caseId, scanId } = world.chance.pick(pages)
  world.halfLost.add(scanId)
  await tablet.eye.damagePage(caseId, scanId)
  return `a page of ${caseId} is damaged`
}
