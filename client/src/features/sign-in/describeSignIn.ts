import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from '../../words/useWords'
import type { SignInState } from './signInState'

/** What a person reads above the form; undefined while nothing went wrong. */
export function describeSignIn(state: SignInState, { t }: Words): { title: string; text: string } | undefined {
  switch (state.kind) {
    case 'idle':
    case 'pending':
      return undefined
    case 'wrong-credentials':
      return { title: t('signIn.wrongCredentials.title'), text: t('signIn.wrongCredentials.text') }
    case 'too-many-tries':
      return {
        title: t('signIn.tooManyTries.title'),
        text: t('signIn.tooManyTries.text', { count: state.waitMinutes }),
      }
    case 'server-unreachable':
      return { title: t('signIn.serverUnreachable.title'), text: t('signIn.serverUnreachable.text') }
    case 'offline':
      return { title: t('signIn.offline.title'), text: t('signIn.offline.text') }
    case 'store-failed':
      return { title: t('signIn.storeFailed.title'), text: t('signIn.storeFailed.text') }
    default:
      return assertNever(state)
  }
}
