import type { PageExchange } from '@onetrip/shared/case/followExchanges'
import type { CaseContentAnswer, CaseContentInput } from '@onetrip/shared/wire/caseContent'
import type { CaseFile } from '../../db/caseFile'
import { readExchanges } from '../../db/exchanges'
import { readCaseFiles } from '../../db/readCaseFiles'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { awaitedOf } from './wholeness'

/** What a case of the agent's own station says now; a foreign one and a missing one are not found, alike. [CASE-R20] */
export async function readContent(
  house: House,
  actor: Actor,
  { caseId }: CaseContentInput,
): Promise<CaseContentAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const file = (await readCaseFiles(tx, actor.districtId, [caseId])).get(caseId)
    const own = file?.case.stationId === actor.unitId ? file : undefined
    await leaveTrace(tx, house, {
      by: actor,
      at: house.clock(),
      procedure: 'case.content',
      entity: `case:${caseId}`,
      detail: { found: own !== undefined },
    })
    return own ? toAnswer(own, await readExchanges(tx, actor.districtId, caseId)) : { status: 'not-found' }
  })
}

function toAnswer(file: CaseFile, exchanges: PageExchange[]): CaseContentAnswer {
  const { revision, content } = file.case
  const openCorrections = file.tasks.flatMap(({ taskId, itemCode, state }) =>
    state.status === 'correction-required' ? [{ taskId, itemCode, correction: state.correction }] : [],
  )
  const awaited = awaitedOf(file).map(({ scanId }) => scanId)
  return { status: 'found', revision, content, openCorrections, awaited, exchanges }
}
