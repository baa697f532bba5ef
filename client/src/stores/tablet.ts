import { inject, type InjectionKey } from 'vue'
import type { DeviceId, RandomBytes } from '@onetrip/shared/lib/ids'
import type { Clock, Instant } from '@onetrip/shared/lib/time'
import type { Me } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../api/serverClient'
import type { LocalStore } from '../db/localStore'

/** What the last server answer says of the time, by this page's monotonic clock. */
export type ServerTimeSeen = { readonly serverTime: Instant; readonly atMonotonicMs: number }

/** One unlocked tablet: whose it is, where it keeps, how it speaks. Made in `app/` once the agent has shown who they are. */
export type Tablet = {
  readonly me: Me
  readonly deviceId: DeviceId
  readonly store: LocalStore
  readonly client: ServerClient
  readonly clock: Clock
  readonly nowMs: () => number
  readonly monotonicMs: () => number
  readonly random: RandomBytes
  readonly newId: () => string
  /** Lower-case hex. */
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
  readonly serverTimeSeen: () => ServerTimeSeen | undefined
}

export const TABLET: InjectionKey<Tablet> = Symbol('tablet')

/** The unlocked tablet. Nothing that needs it is mounted before. */
export function useTablet(): Tablet {
  const tablet = inject(TABLET)
  if (!tablet) throw new Error('no tablet: app.provide(TABLET, …) is missing')
  return tablet
}
