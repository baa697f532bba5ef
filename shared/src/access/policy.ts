/**
 * One policy table: role × action × scope. Every procedure names its action; the server enforces it in
 * one place, and a screen asks the same table whether to offer the button.
 */
export const ROLES = ['agent', 'reviewer', 'dispatcher', 'admin', 'resident', 'department-system'] as const
export type Role = (typeof ROLES)[number]

/** How far an action reaches. `none` is spelt by absence. */
export type ActionScope = 'own-station' | 'own-department' | 'own-case' | 'district' | 'self'

export const ACTIONS = [
  'session.sign-in',
  'session.read',
  'keys.read',
  'session.sign-out',
  'device.register',
  'device.stand',
  'device.list',
  'device.admit',
  'device.revoke',
  'operation.push',
  'feed.read',
  'scan.upload',
  'inbox.read',
  'task.open',
  'task.decide',
  'scan.view',
  'document.view',
  'dispatch.read',
  'case.read',
  'case.track',
  'recovery.request',
  'recovery.list',
  'recovery.decide',
] as const
export type Action = (typeof ACTIONS)[number]

type Table = Readonly<Record<Role, Readonly<Partial<Record<Action, ActionScope>>>>>

/** Public keys are no secret: whoever seals to the house, or checks its word, needs them, signed in or not. */
const ANYBODY = { 'session.sign-in': 'self', 'session.read': 'self', 'keys.read': 'district' } as const
const SIGNED_IN = { ...ANYBODY, 'session.sign-out': 'self' } as const

export const POLICY = {
  agent: {
    ...SIGNED_IN,
    'device.register': 'self',
    'device.stand': 'self',
    'recovery.request': 'self',
    'operation.push': 'own-station',
    'feed.read': 'own-station',
    'scan.upload': 'own-station',
    'case.read': 'own-station',
  },
  reviewer: {
    ...SIGNED_IN,
    'feed.read': 'own-department',
    'inbox.read': 'own-department',
    'task.open': 'own-department',
    'task.decide': 'own-department',
    'scan.view': 'own-department',
    'document.view': 'own-department',
  },
  dispatcher: { ...SIGNED_IN, 'dispatch.read': 'district' },
  admin: {
    ...SIGNED_IN,
    'device.list': 'district',
    'device.admit': 'district',
    'device.revoke': 'district',
    'recovery.list': 'district',
    'recovery.decide': 'district',
  },
  resident: { ...ANYBODY, 'case.track': 'own-case' },
  /** Calls no procedure: it comes by signed requests, each about a task of its own. */
  'department-system': {},
} as const satisfies Table

/** How far the role may reach with the action; undefined means not at all. */
export function findScope(role: Role, action: Action): ActionScope | undefined {
  const row: Partial<Record<Action, ActionScope>> = POLICY[role]
  return row[action]
}
