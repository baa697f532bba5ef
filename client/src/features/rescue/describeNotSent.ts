import { assertNever } from '@onetrip/shared/lib/result'
import type { NotBegun } from '../../stores/rescue'
import type { Words } from '../../words/useWords'

/** Why a bundle was not sent, or not to its end, and what to do. `file`: it went away while it was read. */
export function describeNotSent(why: NotBegun | 'file', { t }: Pick<Words, 't'>): string {
  switch (why) {
    case 'not-one':
      return t('rescue.send.why.notOne')
    case 'newer':
      return t('rescue.send.why.newer')
    case 'cut-short':
      return t('rescue.send.why.cutShort')
    case 'unreadable':
    case 'file':
      return t('rescue.send.why.unreadable')
    case 'unreachable':
      return t('rescue.send.why.unreachable')
    case 'server-failed':
      return t('rescue.send.why.serverFailed')
    case 'busy':
      return t('rescue.send.why.busy')
    // Nobody needs to be signed in: a server that says so does not know the device.
    case 'signed-out':
    case 'not-permitted':
      return t('rescue.send.why.notPermitted')
    case 'too-large':
    case 'not-understood':
      return t('rescue.send.why.notUnderstood')
    default:
      return assertNever(why)
  }
}
