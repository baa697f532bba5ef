import { watch } from 'vue'
import type { Router } from 'vue-router'
import { useSearchWords } from '../../stores/searchWords'
import type { Gate } from './gate'
import { exposedTo } from './gateState'

/**
 * Forgets what was searched for. Whose case was looked for is not left behind the lock; and who comes home from
 * anywhere but what they found comes to see what is to be done.
 */
export function clearSearch({ state }: Pick<Gate, 'state'>, router: Pick<Router, 'afterEach'>): void {
  watch(state, (now) => {
    if (exposedTo(now) === undefined) useSearchWords().clear()
  })
  router.afterEach(({ path }) => {
    const words = useSearchWords()
    if (path !== '/' && path !== words.lookedAt) words.clear()
  })
}
