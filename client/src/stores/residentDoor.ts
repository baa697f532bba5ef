import { inject, type InjectionKey } from 'vue'
import type { ResidentApi } from '../api/resident'

/** What the residents' stores stand on. */
export type ResidentDoor = { readonly api: ResidentApi; readonly isOnline: () => boolean }

export const RESIDENT_DOOR: InjectionKey<ResidentDoor> = Symbol('resident-door')

export function useResidentDoor(): ResidentDoor {
  const door = inject(RESIDENT_DOOR)
  if (!door) throw new Error('no door: app.provide(RESIDENT_DOOR, …) is missing')
  return door
}
