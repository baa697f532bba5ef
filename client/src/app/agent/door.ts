import { inject, type InjectionKey, type ShallowRef } from 'vue'
import type { Me } from '@onetrip/shared/wire/session'
import type { Revoked } from '../../device/meetStanding'
import type { Gate } from './gate'

/** The tablet's door and, once it is open, whose tablet it is. Everything that needs a tablet is mounted after that. */
export type Door = {
  readonly gate: Gate
  readonly opened: Readonly<ShallowRef<Me | undefined>>
  /** Said by the server: the tablet was called back, and what still has to be done. */
  readonly revoked: Readonly<ShallowRef<Revoked | undefined>>
  /** Begins with a fresh page. */
  readonly startAnew: () => void
  /** Locks the tablet in all its tabs. */
  readonly lock: () => void
  /** Resolves when everything that was typed is on the disk; false when it could not be written. */
  readonly settled: () => Promise<boolean>
}

export const DOOR: InjectionKey<Door> = Symbol('door')

export function useDoor(): Door {
  const door = inject(DOOR)
  if (!door) throw new Error('no door: app.provide(DOOR, …) is missing')
  return door
}
