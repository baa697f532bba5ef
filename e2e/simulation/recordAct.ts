import { recordStep, type Step } from '@onetrip/client/db/commands'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { OpId, PostId, UploadId, uuidv7, type CaseId, type ScanId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { Operation } from '@onetrip/shared/wire/operation'
import type { Page } from './pages'
import type { SimTablet } from './tablet'
import type { World } from './world'

export type NewAct = {
  readonly kind: Operation['kind']
  readonly baseRevision: number
  readonly payload: unknown
  /** What the case's words are after it, where it changes them. */
  readonly content?: CaseContent
  readonly opId?: OpId
}

export type Recording = {
  readonly caseId: CaseId
  readonly acts: readonly NewAct[]
  readonly draft?: IntakeDraft
  readonly from?: 'draft' | 'handed-in'
  /** Pages just taken, and pages that lie here already: all go with the last act. */
  readonly pages: readonly Page[]
  readonly again?: readonly Page['ref'][]
  readonly drops?: readonly ScanId[]
  readonly settles?: readonly OpId[]
}

export const newOpId = (world: World, tablet: SimTablet): OpId => OpId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))

/**
 * A person's step, kept whole or not at all. What is on the disk after it counts as made, whether the person was told or
 * not: the tablet may have died between the two.
 */
export async function recordAct(world: World, tablet: SimTablet, recording: Recording): Promise<'kept' | 'not kept'> {
  const { caseId, acts, draft, from, pages, again = [], drops = [], settles = [] } = recording
  const operations = acts.map((act) => composeOperation(world, tablet, caseId, act))
  const last = operations.at(-1)
  const refs = [...pages.map(({ ref }) => ref), ...again]
  const newUploadId = (): UploadId => UploadId.parse(uuidv7(tablet.nowMs(), world.chance.bytes))
  const step: Step = {
    caseId,
    ...(draft && { draft }),
    ...(from && { from }),
    newScans: pages,
    operations: operations.map((op) => ({ opId: op.opId, body: new TextEncoder().encode(JSON.stringify(op)) })),
    uploads: last ? refs.map((ref) => ({ ref, opId: last.opId, uploadId: newUploadId() })) : [],
    drops,
    settles,
    atMs: tablet.nowMs(),
  }
  const told = await tablet.use((store) => recordStep(store, step))
  const isSaid = !(told instanceof Error) && told.ok
  const isKept = await isWholeOnDisk(world, tablet, { operations, scanIds: refs.map(({ scanId }) => scanId) })
  if (isSaid && !isKept) world.broken.push(`R1 ${tablet.name} said that ${String(last?.opId)} is saved`)
  if (!isKept) return 'not kept'
  const known = await tablet.eye.epoch()
  for (const opId of settles) world.settledByPeople.set(opId, known)
  for (const [nth, op] of operations.entries()) {
    const after = world.made.findLast((made) => made.caseId === caseId && made.tablet === tablet.name)?.opId
    const { kind, opId } = op
    world.made.push({
      opId,
      kind,
      caseId,
      tablet: tablet.name,
      after,
      content: acts[nth]?.content,
      payload: op.payload,
    })
  }
  return 'kept'
}

function composeOperation(world: World, tablet: SimTablet, caseId: CaseId, act: NewAct): Operation {
  const { kind, baseRevision, payload, opId = newOpId(world, tablet) } = act
  const { districtId, postId } = tablet.agent
  world.kindByOpId.set(opId, kind)
  return Operation.parse({
    opId,
    districtId,
    caseId,
    v: 1,
    authorPostId: PostId.parse(postId),
    baseRevision,
    deviceTime: instantFromMs(tablet.nowMs()),
    catalogueVersion: 1,
    kind,
    payload,
  })
}

type Expected = { readonly operations: readonly Operation[]; readonly scanIds: readonly string[] }

/** All of a step lies there, or nothing of it; anything between is broken. */
async function isWholeOnDisk(world: World, tablet: SimTablet, { operations, scanIds }: Expected): Promise<boolean> {
  const opIds = new Set<string>(operations.map(({ opId }) => opId))
  const entries = (await tablet.eye.entries()).filter(({ opId }) => opIds.has(opId))
  const uploads = (await tablet.eye.uploads()).filter(({ opId }) => opIds.has(opId))
  const isWhole = entries.length === operations.length && uploads.length === scanIds.length
  const isNothing = entries.length === 0 && uploads.length === 0
  if (!isWhole && !isNothing) world.broken.push(`R1 ${tablet.name} kept a part of ${[...opIds].join(', ')}`)
  return entries.length > 0
}
