import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from '../../words/useWords'
import type { TurnOnAnswer } from './authenticatorChoice'

/** Where turning the authenticator on or off stands. */
export type Turning = TurnOnAnswer | { readonly kind: 'idle' | 'pending' | 'off' | 'not-off' }

/** What stands above the form; a wrong passphrase is told of at its field. */
export function describeTurning(
  { kind }: Turning,
  { t }: Words,
): { readonly title: string; readonly text: string } | undefined {
  switch (kind) {
    case 'declined':
    case 'unsupported':
    case 'failed':
      return {
        title: t(`unlock.authenticator.notOn.${kind}.title`),
        text: t(`unlock.authenticator.notOn.${kind}.text`),
      }
    case 'not-off':
      return { title: t('unlock.authenticator.notOff.title'), text: t('unlock.authenticator.notOff.text') }
    case 'newer-store':
      return { title: t('unlock.newerStore.title'), text: t('unlock.newerStore.text') }
    case 'idle':
    case 'pending':
    case 'on':
    case 'off':
    case 'wrong':
    case 'wait':
      return undefined
    default:
      return assertNever(kind)
  }
}
