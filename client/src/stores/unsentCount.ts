import { onScopeDispose, type ShallowRef } from 'vue'
import { countUnsent } from '../db/unsent'
import { createLive, type Live } from './live'
import { useTablet } from './tablet'

/** How much is only on this tablet. Before it was counted, nobody may say that there is nothing. */
export function useUnsentCount(): Readonly<ShallowRef<Live<number>>> {
  const { db } = useTablet().store
  const live = createLive(() => countUnsent(db))
  onScopeDispose(live.follow())
  return live.state
}
