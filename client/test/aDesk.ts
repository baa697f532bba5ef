import { createPinia, type Pinia } from 'pinia'
import { createApp, type App } from 'vue'
import { DESK, type Desk } from '../src/stores/desk'
import type { StaffApi } from '../src/api/staff'

const unexpected = (): never => {
  throw new Error('this test expects no such call')
}

/** For tests: a desk whose calls fail unless the test says what they answer. */
export function aDesk(changes: Omit<Partial<Desk>, 'api'> & { api?: Partial<StaffApi> } = {}): Desk {
  const kept = new Map<string, string>()
  const minted = { count: 0 }
  return {
    newId: () => `00000000-0000-7000-8000-${String((minted.count += 1)).padStart(12, '0')}`,
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    wait: async () => undefined,
    every: () => () => undefined,
    pollMs: 60_000,
    isOnline: () => true,
    ...changes,
    api: {
      signIn: unexpected,
      who: unexpected,
      signOut: unexpected,
      listInbox: unexpected,
      openTask: unexpected,
      decide: unexpected,
      listDispatches: unexpected,
      listDevices: unexpected,
      mintCode: unexpected,
      callCodeBack: unexpected,
      revokeDevice: unexpected,
      listRecoveries: unexpected,
      decideRecovery: unexpected,
      watchPokes: () => () => undefined,
      ...changes.api,
    },
  }
}

/** For tests: the stores of one page at this desk. */
export function openPage(desk: Desk): { readonly app: App; readonly pinia: Pinia } {
  const pinia = createPinia()
  const app = createApp({}).use(pinia).provide(DESK, desk)
  return { app, pinia }
}
