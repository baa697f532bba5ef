import type { ScanId } from '@onetrip/shared/lib/ids'
import type { Acknowledged } from '../../stores/acknowledgements'
import { readOperation } from '../../stores/settle'
import type { Words } from '../../words/useWords'
import { operationWords } from './waitingLines'

/** One line of the history. `tone`: whether the server has signed for it. */
export type EndedLine = {
  readonly id: string
  readonly what: string
  readonly badge: { readonly label: string; readonly tone: 'done' | 'neutral' }
  readonly time: string
  /** Short, for reading out over the telephone; empty where nothing was signed. */
  readonly proof: readonly string[]
}

const SHORT = 12

/** What left the queue, and what that means to somebody who worries. */
export function describeEnded(
  one: Acknowledged,
  nameOf: (scanId: ScanId) => string | undefined,
  words: Words,
): EndedLine {
  const { t } = words
  const { ended, digest } = one
  const { acknowledgement } = ended
  return {
    id: one.id,
    what: ended.kind === 'scan' ? (nameOf(ended.scanId) ?? t('acknowledgements.scan')) : operationName(one, words),
    badge: badgeOf(one, words),
    time: words.formatDateTime(one.at),
    proof: acknowledgement
      ? [
          ...(digest ? [t('acknowledgements.digest', { digest: digest.slice(0, SHORT) })] : []),
          t('acknowledgements.key', { key: acknowledgement.keyId.slice(0, SHORT) }),
        ]
      : [],
  }
}

function badgeOf({ ended }: Acknowledged, { t }: Words): EndedLine['badge'] {
  if (ended.acknowledgement) return { label: t('acknowledgements.signed'), tone: 'done' }
  const isSettled = ended.kind === 'operation' && ended.how === 'settled'
  return { label: t(isSettled ? 'acknowledgements.settled' : 'acknowledgements.unsigned'), tone: 'neutral' }
}

function operationName({ words: json }: Acknowledged, words: Words): string {
  return operationWords(json === undefined ? undefined : readOperation({ words: json })?.kind, words)
}
