import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from '../../words/useWords'
import type { RegisterCodeState } from './registerCodeState'

/** What a person reads above the code; undefined while nothing went wrong. */
export function describeRegisterCode(
  state: RegisterCodeState,
  { t }: Words,
): { title: string; text: string } | undefined {
  switch (state.kind) {
    case 'idle':
    case 'pending':
      return undefined
    case 'wrong-code':
      return { title: t('signIn.code.wrong.title'), text: t('signIn.code.wrong.text') }
    case 'too-many-tries':
      return {
        title: t('signIn.code.tooManyTries.title'),
        text: t('signIn.code.tooManyTries.text', { count: state.waitMinutes }),
      }
    case 'unreachable':
      return { title: t('signIn.code.unreachable.title'), text: t('signIn.code.unreachable.text') }
    case 'store-failed':
      return { title: t('signIn.code.storeFailed.title'), text: t('signIn.code.storeFailed.text') }
    default:
      return assertNever(state)
  }
}
