import { carryUnknown, moreOf } from '@onetrip/shared/case/carryUnknown'
import { scansOf, type CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { shownText } from '@onetrip/shared/case/shownText'
import type { Statement } from '@onetrip/shared/case/statementCells'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { answering, unanswered } from './answering'
import { namedScans } from './draftRules'
import type { ServerContent } from './theirs'
import { without } from './without'

type Adopting = { readonly merged: Statement; readonly mine: CaseContent; readonly theirs: ServerContent }

/**
 * The application with what was merged, as an answer to what the server asks now, opened where it is checked. A
 * signature stays with the words that it was given on: where neither side's were taken whole, it is asked for anew.
 */
export function adopted(draft: IntakeDraft, { merged, mine, theirs }: Adopting, catalogue: Catalogue): IntakeDraft {
  const { revision: baseRevision, openCorrections: corrections, content } = theirs
  // What nobody here knows nobody here can choose: the server has the last word on it.
  const stated = carryUnknown(carryUnknown(merged, mine), content)
  const more = { ...draft.more, ...moreOf(mine), ...moreOf(content) }
  const { items, theme, capacity, parties, fields, materials, delivery } = stated
  const signedAs = [mine, content].find((side) => saysTheSame(merged, side, catalogue))
  const own = new Set<string>([...namedScans(draft), ...scansOf(mine)].map(({ scanId }) => scanId))
  const foreign = scansOf(content).flatMap(({ scanId }) => (own.has(scanId) ? [] : [scanId]))
  return {
    ...without(unanswered(draft), 'theme'),
    items,
    ...(theme && { theme }),
    ...(capacity && { capacity }),
    parties,
    fields,
    materials,
    ...(delivery && { delivery }),
    ...(signedAs && { notice: signedAs.notice, signature: signedAs.signature }),
    ...(Object.keys(more).length > 0 && { more }),
    fromServer: [...new Set([...(draft.fromServer ?? []), ...foreign])],
    ...answering(unanswered(draft), { baseRevision, corrections }),
    step: 'check',
  }
}

const saysTheSame = (merged: Statement, side: CaseContent, catalogue: Catalogue): boolean =>
  shownText({ ...merged, notice: side.notice }, catalogue) === shownText(side, catalogue)
