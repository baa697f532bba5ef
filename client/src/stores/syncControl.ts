import { inject, type InjectionKey } from 'vue'
import type { EngineReport } from '../sync/runEngine'

/** Makes the leading tab try at once. */
export type SyncControl = { readonly wake: () => void }

/** Joins the election for this tab; `app/` wires it to locks, channel, network and timer. */
export type JoinSync = (onReport: (report: EngineReport) => void) => SyncControl

export const JOIN_SYNC: InjectionKey<JoinSync> = Symbol('join-sync')

export function useSyncControl(onReport: (report: EngineReport) => void): SyncControl {
  const join = inject(JOIN_SYNC)
  if (!join) throw new Error('no sync: app.provide(JOIN_SYNC, …) is missing')
  return join(onReport)
}
