import type { Role } from '@onetrip/shared/access/policy'
import type { Me } from '@onetrip/shared/wire/session'

/** The three browser apps. Each has its own door to the server, and a session opens only the door it was made at. */
export const APP_NAMES = ['agent', 'staff', 'resident'] as const
export type AppName = (typeof APP_NAMES)[number]

/** Roles that can sign in by name and password: those of people in a post. */
export type PostRole = Me['role']

/** Who may sign in where. Nobody signs in at the residents' app: a resident asks with a query code. */
export const ROLES_BY_APP = {
  agent: ['agent'],
  staff: ['reviewer', 'dispatcher', 'admin'],
  resident: [],
} as const satisfies Record<AppName, readonly PostRole[]>

const MINUTE_MS = 60_000

/** How long a session lives, however busy it is. A tablet goes to the villages for weeks; a desk is left each evening. */
export const SESSION_LIFE_MS = {
  agent: 30 * 24 * 60 * MINUTE_MS,
  staff: 12 * 60 * MINUTE_MS,
  resident: 0,
} as const satisfies Record<AppName, number>

/** The role of somebody who has not signed in. The policy says what that opens. */
export const UNSIGNED_ROLE = 'resident' satisfies Role
