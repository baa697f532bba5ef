import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import type { CaseId } from '@onetrip/shared/lib/ids'

/** One item of one case: what a line of the inbox stands for, also before it has a task. */
export type TaskRef = { readonly caseId: CaseId; readonly itemCode: ItemCode }

export const keyOf = ({ caseId, itemCode }: TaskRef): string => `${caseId}:${itemCode}`
