import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, UploadId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { recordStep, type Overtaken } from '../db/commands'
import type { UploadEntry } from '../db/outboxEntry'
import type { Master } from '../scan/makeMaster'
import { namedScans } from './draftRules'
import { composeOperation } from './composeOperation'
import type { Tablet } from './tablet'

/** `signature`: no other picture stands for what a person has signed. */
export type ReplaceRefusal = { readonly kind: 'signature' | 'already-there' | Overtaken }

type Replacing = { readonly draft: IntakeDraft; readonly upload: UploadEntry; readonly by: Master }

/** Names another page in place of one that cannot travel, and sends that; here and, by an operation, at the server. */
export async function replaceScan(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, upload: { caseId, scanId }, by }: Replacing,
): Promise<Result<IntakeDraft, ReplaceRefusal>> {
  if (draft.signature?.image.scanId === scanId) return err({ kind: 'signature' })
  if (namedScans(draft).some((page) => page.scanId === by.ref.scanId)) return err({ kind: 'already-there' })
  const opId = OpId.parse(tablet.newId())
  const payload = { replaces: scanId, by: by.ref }
  const operation = await composeOperation(tablet, catalogue, {
    opId,
    caseId,
    kind: 'case.replace-scan',
    baseRevision: 0,
    payload,
  })
  const after = withPage(draft, scanId, by)
  const recorded = await recordStep(tablet.store, {
    caseId,
    from: 'handed-in',
    draft: after,
    newScans: [by],
    operations: [{ opId, body: new TextEncoder().encode(JSON.stringify(operation)) }],
    uploads: [{ ref: by.ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
    drops: [scanId],
    settles: [],
    atMs: tablet.nowMs(),
  })
  return recorded.ok ? ok(after) : err({ kind: recorded.error })
}

const withPage = (draft: IntakeDraft, scanId: string, { ref }: Master): IntakeDraft => ({
  ...draft,
  materials: draft.materials.map((entry) => ({
    ...entry,
    pages: entry.pages.map((page) => (page.scanId === scanId ? ref : page)),
  })),
})
