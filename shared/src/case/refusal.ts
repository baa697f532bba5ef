import * as z from 'zod/mini'
import { CorrectionId } from '../lib/ids'
import { Problem } from './problem'

/** Every way a rule says no to an operation. A person reads a sentence that the client chooses. */
export const CaseRefusal = z.discriminatedUnion('kind', [
  /** Missing and foreign answer alike, so that ids can be probed by nobody. */
  z.object({ kind: z.literal('case-not-found') }),
  z.object({ kind: z.literal('case-exists') }),
  z.object({ kind: z.literal('not-permitted') }),
  /** The payload does not have the shape of its kind and version; `where` is the path of the first fault. */
  z.object({ kind: z.literal('malformed'), where: z.string() }),
  z.object({ kind: z.literal('content-problems'), problems: z.array(Problem) }),
  z.object({ kind: z.literal('receipt-number-taken') }),
  z.object({ kind: z.literal('wrong-status'), status: z.string() }),
  z.object({ kind: z.literal('asked-once') }),
  /** Take-in and decision are different people (受理审批分离). */
  z.object({ kind: z.literal('same-person') }),
  z.object({ kind: z.literal('correction-unanswered'), correctionIds: z.array(CorrectionId) }),
  z.object({ kind: z.literal('operation-not-found') }),
])
export type CaseRefusal = z.infer<typeof CaseRefusal>
