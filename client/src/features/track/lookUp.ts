import type { SecondFact } from '@onetrip/shared/case/content'
import type { QueryCode } from '@onetrip/shared/lib/queryCode'

export type FactKind = SecondFact['kind']

/** What a resident proves: the code on the receipt, and one thing that only they and the office know. */
export type LookUp = {
  readonly queryCode: QueryCode
  readonly fact: { readonly kind: FactKind; readonly value: string }
}

/** Where a look-up stands. A wrong code and a wrong fact answer alike. */
export type LookUpState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }
  | { readonly kind: 'server-unreachable' }
  | { readonly kind: 'offline' }

const SHAPE_OF_FACT = {
  'phone-tail': /^\d{4}$/,
  'id-tail': /^\d{3}[\dX]$/,
  pin: /^\d{6}$/,
} as const satisfies Record<FactKind, RegExp>

/** The fact as the office keeps it (no spaces, capital X); undefined when it cannot be one of its kind. */
export function parseFact(kind: FactKind, typed: string): string | undefined {
  const value = typed.replaceAll(/\s/g, '').toUpperCase()
  return SHAPE_OF_FACT[kind].test(value) ? value : undefined
}
