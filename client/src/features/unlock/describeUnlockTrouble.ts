import { assertNever } from '@onetrip/shared/lib/result'
import type { Words } from '../../words/useWords'
import type { UnlockState } from './unlockState'

/** What stands above the lock's form when something else than a wrong passphrase kept it closed. */
export function describeUnlockTrouble(
  state: UnlockState,
  { t }: Words,
): { readonly title: string; readonly text: string } | undefined {
  switch (state.kind) {
    case 'failed':
      return { title: t('unlock.failed.title'), text: t('unlock.failed.text') }
    case 'no-vault':
      return { title: t('unlock.noVault.title'), text: t('unlock.noVault.text') }
    case 'pin-forgotten':
      return { title: t('unlock.pin.forgotten.title'), text: t('unlock.pin.forgotten.text') }
    case 'authenticator-failed':
      return { title: t(`unlock.authenticator.${state.why}.title`), text: t(`unlock.authenticator.${state.why}.text`) }
    case 'idle':
    case 'pending':
    case 'at-authenticator':
    case 'wrong':
    case 'wait':
    case 'wrong-pin':
      return undefined
    default:
      return assertNever(state)
  }
}
