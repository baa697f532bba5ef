import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { placeLabel, type Named } from '../../words/placeLabel'
import { problemSentence, REFUSAL_KEYS } from '../../words/problemSentence'
import type { Words } from '../../words/useWords'
import type { ParkedBecause } from '../../db/outboxEntry'

export type ParkedWords = { readonly sentence: string; readonly points: readonly string[] }

/** Why the server would not have an operation, and where each fault sits. */
export function describeParked(because: ParkedBecause, named: Named, words: Words): ParkedWords {
  if (because.status === 'conflict') return { sentence: words.t('problems.conflict'), points: [] }
  const { refusal } = because
  return { sentence: words.t(REFUSAL_KEYS[refusal.kind]), points: pointsOf(refusal, named, words) }
}

function pointsOf(refusal: CaseRefusal, named: Named, words: Words): string[] {
  if (refusal.kind !== 'content-problems') return []
  return refusal.problems.map((problem) => {
    const place = placeLabel(problem.place, named, words)
    return words.t('problems.point', { place, sentence: problemSentence(problem, words) })
  })
}
