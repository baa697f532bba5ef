import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { recordStep, type Overtaken } from '../db/commands'
import type { LostStep } from '../db/lostSteps'
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

/** The same where the server knows no such case, and this tablet has its words: the application is unfinished again. */
export async function giveUpLostApplication(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, ...word }: GivenUpLost & { readonly draft: IntakeDraft },
): Promise<Result<IntakeDraft, { readonly kind: Overtaken }>> {
  const after = without(draft, 'receipt')
  const recorded = await record(tablet, catalogue, word, after)
  return recorded.ok ? ok(after) : err({ kind: recorded.error })
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
    settlesLost: name,
    atMs: tablet.nowMs(),
  })
}
