import type { Problem } from '@onetrip/shared/case/problem'
import { assertNever } from '@onetrip/shared/lib/result'
import { placeLabel, type Named } from '../../words/placeLabel'
import { problemSentence } from '../../words/problemSentence'
import type { Words } from '../../words/useWords'
import type { NotHandedIn } from './useHandIn'

/** Why nothing was handed in, and what to do now. */
export function handInWords(because: NotHandedIn, named: Named, words: Words): string {
  const { t } = words
  switch (because.kind) {
    case 'problems':
      return because.problems.map((problem) => pointWords(problem, named, words)).join('\n')
    case 'incomplete':
      return t('intake.check.incompleteText')
    case 'overtaken':
      return t('intake.check.overtakenText')
    case 'not-ours':
    case 'absent':
      return t('intake.taken.text')
    case 'not-saved':
      return t('intake.check.notSavedText')
    case 'failed':
      return t('intake.check.failedText')
    default:
      return assertNever(because)
  }
}

const pointWords = (problem: Problem, named: Named, words: Words): string =>
  words.t('problems.point', {
    place: placeLabel(problem.place, named, words),
    sentence: problemSentence(problem, words),
  })
