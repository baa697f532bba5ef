import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Decision } from '../../stores/decision'
import type { Words } from '../../words/useWords'

/** A rule's no, as a sentence. */
export function describeRefusal(refusal: CaseRefusal, { t }: Words): string {
  switch (refusal.kind) {
    case 'case-not-found':
    case 'case-exists':
    case 'not-permitted':
    case 'malformed':
    case 'content-problems':
    case 'receipt-number-taken':
    case 'wrong-status':
    case 'asked-once':
    case 'same-person':
    case 'correction-unanswered':
    case 'operation-not-found':
      return t(`review.refusal.${refusal.kind}`)
    default:
      return assertNever(refusal)
  }
}

export type Notice = { readonly title: string; readonly text: string; readonly retryLabel?: string }

/** What stands above the case after an act that was not simply done. */
export function describeDecision(decision: Decision, words: Words): Notice | undefined {
  const { t } = words
  switch (decision.kind) {
    case 'idle':
    case 'pending':
      return undefined
    case 'unanswered':
      return {
        title: t('review.unanswered.title'),
        text: t('review.unanswered.text'),
        retryLabel: t('review.unanswered.retry'),
      }
    case 'conflict':
      return { title: t('review.conflict.title'), text: t('review.conflict.text') }
    case 'refused':
      return { title: t('review.refusedTitle'), text: describeRefusal(decision.refusal, words) }
    case 'unsupported':
      return { title: t('review.refusedTitle'), text: t('review.unsupported') }
    default:
      return assertNever(decision)
  }
}
