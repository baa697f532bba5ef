import type { Words } from '../../words/useWords'

/** A passphrase that did not open. */
type Wrong = { readonly kind: 'wrong' | 'wait'; readonly waitSeconds: number }

/** What stands under the passphrase; undefined where nothing was wrong with it. */
export function describeTry(state: { readonly kind: string } | Wrong, { t }: Words): string | undefined {
  if (!isWrong(state)) return undefined
  if (state.kind === 'wait') return t('unlock.wait', { count: state.waitSeconds })
  return state.waitSeconds > 0 ? t('unlock.wrongWait', { count: state.waitSeconds }) : t('unlock.wrong')
}

const isWrong = (state: { readonly kind: string }): state is Wrong => state.kind === 'wrong' || state.kind === 'wait'
