import { inject, type InjectionKey } from 'vue'
import type { StaffApi } from '../api/staff'

/** What the stores of the desk stand on. Made in `app/`; tests pass fakes. */
export type Desk = {
  readonly api: StaffApi
  readonly newId: () => string
  /** `sessionStorage`: unsent text survives a reload, and goes with the tab. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly wait: (ms: number) => Promise<void>
  /** Runs again and again until the returned function is called. */
  readonly every: (ms: number, run: () => void) => () => void
  /** The fallback where no poke comes through. */
  readonly pollMs: number
  readonly isOnline: () => boolean
}

export const DESK: InjectionKey<Desk> = Symbol('desk')

export function useDesk(): Desk {
  const desk = inject(DESK)
  if (!desk) throw new Error('no desk: app.provide(DESK, …) is missing')
  return desk
}
