import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { mintedAtMs, OpId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { instantToMs, type Instant } from '@onetrip/shared/lib/time'
import { recordStep, type Overtaken } from '../db/commands'
import type { LostStep } from '../db/lostSteps'
import { unanswered } from './answering'
import { composeOperation } from './composeOperation'
import type { Tablet } from './tablet'
import { without } from './without'

/** A step of which it is known whose it is, and so whom a word about it can be told to. */
export type SettlableStep = LostStep & Required<Pick<LostStep, 'caseId' | 'opId'>>

export type GivenUpLost = { readonly step: SettlableStep; readonly because: string }

/**
 * Gives up a step that the tablet has lost and the server did not take from its copy, with the reason on record. The
 * copy goes with it. [CASE-R10] [SYNC-R20]
 */
export const giveUpLost = (
  tablet: Tablet,
  catalogue: Catalogue,
  word: GivenUpLost,
): Promise<Result<undefined, Overtaken>> => record(tablet, catalogue, word)

type OfApplication = GivenUpLost & {
  readonly draft: IntakeDraft
  /** The station's list was read, and the case is not in it. */
  readonly isUnknownToServer: boolean
}

/** The same where this tablet has the application: it is then as if the step had not been taken. */
export async function giveUpLostOfApplication(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, isUnknownToServer, ...word }: OfApplication,
): Promise<Result<IntakeDraft, { readonly kind: Overtaken }>> {
  const after = withoutStep(draft, { opId: word.step.opId, isUnknownToServer })
  const recorded = await record(tablet, catalogue, word, after)
  return recorded.ok ? ok(after ?? draft) : err({ kind: recorded.error })
}

/** An id is minted with its step: no two steps of one case are taken within that time. */
const SAME_STEP_MS = 10_000

/**
 * What a sealed step was, nobody here can read; but the application says when it was handed in, and when its answer was.
 * Undefined: it was something else, and nothing of the application follows from it.
 */
function withoutStep(
  draft: IntakeDraft,
  { opId, isUnknownToServer }: { readonly opId: OpId; readonly isUnknownToServer: boolean },
): IntakeDraft | undefined {
  const { receipt } = draft
  const isOf = (at: Instant | undefined): boolean =>
    at !== undefined && Math.abs(mintedAtMs(opId) - instantToMs(at)) < SAME_STEP_MS
  if (isOf(receipt?.correctedAt)) return unanswered(draft)
  return isUnknownToServer && isOf(receipt?.collectedAt) ? without(draft, 'receipt') : undefined
}

async function record(
  tablet: Tablet,
  catalogue: Catalogue,
  { step: { name, caseId, opId: settles }, because }: GivenUpLost,
  after?: IntakeDraft,
): Promise<Result<undefined, Overtaken>> {
  const opId = OpId.parse(tablet.newId())
  const settling = await composeOperation(tablet, catalogue, {
    opId,
    caseId,
    kind: 'case.settle',
    baseRevision: 0,
    payload: { settles, how: { kind: 'given-up', because } },
  })
  return recordStep(tablet.store, {
    caseId,
    ...(after && { from: 'handed-in', draft: after }),
    newScans: [],
    operations: [{ opId, body: new TextEncoder().encode(JSON.stringify(settling)) }],
    uploads: [],
    settles: [],
    settlesLost: { name, opId: settles },
    atMs: tablet.nowMs(),
  })
}
