import type { CaseContent } from '@onetrip/shared/case/content'
import { followExchanges } from '@onetrip/shared/case/followExchanges'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, UploadId, type CaseId, type ScanId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { recordStep, type Overtaken } from '../db/commands'
import type { Master } from '../scan/makeMaster'
import { namedScans } from './draftRules'
import { composeOperation } from './composeOperation'
import type { Tablet } from './tablet'

/** `signature`: no other picture stands for what a person has signed. */
export type ReplaceRefusal = { readonly kind: 'signature' | 'already-there' | Overtaken }

/** The page that cannot come, and what is named in its place. */
export type Exchange = { readonly caseId: CaseId; readonly scanId: ScanId; readonly by: Master }
type Naming = Pick<IntakeDraft, 'materials' | 'signature'>

/** Names another page in place of one that cannot travel, and sends that; here and, by an operation, at the server. */
export async function replaceScan(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, ...exchange }: Exchange & { readonly draft: IntakeDraft },
): Promise<Result<IntakeDraft, ReplaceRefusal>> {
  const after = followExchanges(draft, [{ replaces: exchange.scanId, by: exchange.by.ref }])
  const replaced = await record(tablet, catalogue, { ...exchange, named: draft, after })
  return replaced.ok ? ok(after) : replaced
}

/** The same for a case whose words stand at the server only: this tablet has no copy of them, or another one. */
export const replaceScanOfServer = (
  tablet: Tablet,
  catalogue: Catalogue,
  { content, ...exchange }: Exchange & { readonly content: CaseContent },
): Promise<Result<undefined, ReplaceRefusal>> => record(tablet, catalogue, { ...exchange, named: content })

type Recording = Exchange & { readonly named: Naming; readonly after?: IntakeDraft }

async function record(
  tablet: Tablet,
  catalogue: Catalogue,
  { caseId, scanId, by, named, after }: Recording,
): Promise<Result<undefined, ReplaceRefusal>> {
  if (named.signature?.image.scanId === scanId) return err({ kind: 'signature' })
  if (namedScans(named).some((page) => page.scanId === by.ref.scanId)) return err({ kind: 'already-there' })
  const opId = OpId.parse(tablet.newId())
  const operation = await composeOperation(tablet, catalogue, {
    opId,
    caseId,
    kind: 'case.replace-scan',
    baseRevision: 0,
    payload: { replaces: scanId, by: by.ref },
  })
  const recorded = await recordStep(tablet.store, {
    caseId,
    ...(after && { from: 'handed-in', draft: after }),
    newScans: [by],
    operations: [{ opId, body: new TextEncoder().encode(JSON.stringify(operation)) }],
    uploads: [{ ref: by.ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    drops: [scanId],
    settles: [],
    atMs: tablet.nowMs(),
  })
  return recorded.ok ? recorded : err({ kind: recorded.error })
}
