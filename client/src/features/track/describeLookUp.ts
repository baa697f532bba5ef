import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from '../../words/useWords'
import type { LookUpState } from './lookUp'

/** What a person reads above the form; undefined while nothing went wrong. */
export function describeLookUp(state: LookUpState, { t }: Words): { title: string; text: string } | undefined {
  switch (state.kind) {
    case 'idle':
    case 'pending':
      return undefined
    case 'not-found':
      return { title: t('track.notFound.title'), text: t('track.notFound.text') }
    case 'too-many-tries':
      return {
        title: t('track.tooManyTries.title'),
        text: t('track.tooManyTries.text', { count: state.waitMinutes }),
      }
    case 'server-unreachable':
      return { title: t('track.serverUnreachable.title'), text: t('track.serverUnreachable.text') }
    case 'offline':
      return { title: t('track.offline.title'), text: t('track.offline.text') }
    default:
      return assertNever(state)
  }
}
