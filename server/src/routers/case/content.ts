import { CaseContentAnswer, CaseContentInput } from '@onetrip/shared/wire/caseContent'
import { readContent } from '../../domain/case/readContent'
import { procedure } from '../trpc'

/** What the server has of a case, for whoever holds work against it; each look leaves its trace. */
export const contentProcedure = procedure('case.read')
  .input(CaseContentInput)
  .output(CaseContentAnswer)
  .query(({ ctx, input }) => readContent(ctx.house, ctx.actor, input))
