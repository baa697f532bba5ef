import type { Words } from './useWords'

/** Whole sentences, one after the other, with what the language writes between them: in Chinese nothing. */
export const joinSentences = (sentences: readonly string[], { t }: Words): string =>
  sentences.reduce((first, second) => (first ? t('common.twoSentences', { first, second }) : second), '')
