import { CaseId, OpId, ScanId } from '@onetrip/shared/lib/ids'

/** What a second copy is of. Apps of before wrote another ending, and did not say of which case it is. */
export type CopyOf =
  | { readonly kind: 'operation'; readonly opId: OpId; readonly caseId?: CaseId }
  /** A page that goes without an operation: the words that name it are at the server. */
  | { readonly kind: 'page'; readonly caseId: CaseId; readonly scanId: ScanId }

// Another ending than theirs: an app of before, beside this one, must not take these for copies of what it does not know.
const OPERATION = /^([0-9a-f-]{36})(?:\.([0-9a-f-]{36})\.copy|\.onetrip)$/
const PAGE = /^([0-9a-f-]{36})\.([0-9a-f]{64})\.page$/

export const nameOfOperation = ({ opId, caseId }: { readonly opId: string; readonly caseId: string }): string =>
  `${opId}.${caseId}.copy`

export const nameOfPage = ({ caseId, scanId }: { readonly caseId: string; readonly scanId: string }): string =>
  `${caseId}.${scanId}.page`

/** Undefined for a file that is none of ours. */
export function readCopyName(name: string): CopyOf | undefined {
  const [, opId, ofCase] = OPERATION.exec(name) ?? []
  const operation = OpId.safeParse(opId)
  if (operation.success) {
    const caseId = CaseId.safeParse(ofCase)
    return { kind: 'operation', opId: operation.data, ...(caseId.success && { caseId: caseId.data }) }
  }
  const [, caseId, scanId] = PAGE.exec(name) ?? []
  const page = [CaseId.safeParse(caseId), ScanId.safeParse(scanId)] as const
  return page[0].success && page[1].success ? { kind: 'page', caseId: page[0].data, scanId: page[1].data } : undefined
}
