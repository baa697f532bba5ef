import * as z from 'zod/mini'
import { CaseContent, ScanRef } from '../case/content'
import { Correction } from '../case/correction'
import { Party } from '../case/party'
import { ItemCode, ItemRef } from '../catalogue/serviceItem'
import { CaseId, ScanId, TaskId } from '../lib/ids'

export const CaseContentInput = z.object({ caseId: CaseId })
export type CaseContentInput = z.infer<typeof CaseContentInput>

/** A content as it is stored. Rules on what may come in are none on what came in before them. */
const StoredContent = z.extend(CaseContent, { items: z.array(ItemRef), parties: z.array(Party) })

/** What the server has of a case now, and what is asked of it; a foreign case and a missing one answer alike. */
export const CaseContentAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('found'),
    revision: z.int(),
    content: StoredContent,
    openCorrections: z.array(z.object({ taskId: TaskId, itemCode: ItemCode, correction: Correction })),
    /** Scans that the content names and that have not arrived; absent from a server of before 2026-12. */
    awaited: z.optional(z.array(ScanId)),
    /** Pages that others were named in place of, in that order; absent from a server of before 2026-12. [CASE-R17] */
    exchanges: z.optional(z.array(z.object({ replaces: ScanId, by: ScanRef }))),
  }),
  z.object({ status: z.literal('not-found') }),
])
export type CaseContentAnswer = z.infer<typeof CaseContentAnswer>

/** The same as a tablet takes it: with all that a newer server says of the case, so that its answer loses none of it. */
export const WholeContentAnswer = z.custom<CaseContentAnswer>((raw) => CaseContentAnswer.safeParse(raw).success)
