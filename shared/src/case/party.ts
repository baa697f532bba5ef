import * as z from 'zod/mini'
import { PartyId } from '../lib/ids'

/** What a person shows to say who they are; a legal person shows its credit code. */
export const IdType = z.enum(['resident-id', 'foreign-resident-id', 'passport', 'credit-code'])
export type IdType = z.infer<typeof IdType>

export const PartyRole = z.enum([
  'applicant',
  'legal-representative',
  'authorised-agent',
  'guardian',
  'household-member',
  'contact',
])
export type PartyRole = z.infer<typeof PartyRole>

/**
 * Somebody in the case. Parties are a list, not columns: a case has as many as it needs.
 * Texts are as typed; whether they are right is the pre-check's business, so that nothing typed is lost.
 */
export const Party = z.object({
  partyId: PartyId,
  role: PartyRole,
  kind: z.enum(['person', 'legal-person']),
  name: z.string().check(z.maxLength(200)),
  idType: IdType,
  idNumber: z.string().check(z.maxLength(40)),
  mobile: z.string().check(z.maxLength(20)),
  address: z.string().check(z.maxLength(300)),
  /** How the identity was checked: seen and not stored is the default. */
  identityCheck: z.enum(['seen-not-stored', 'scanned', 'not-checked']),
})
export type Party = z.infer<typeof Party>

/** The applicant, whoever else is in the case. Every content has exactly one. */
export const findApplicant = (parties: readonly Party[]): Party | undefined =>
  parties.find((party) => party.role === 'applicant')
