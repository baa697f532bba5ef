import { checkCreditCode } from '../lib/creditCode'
import { checkMobile } from '../lib/mobile'
import { checkForeignResidentId, checkResidentId, type ResidentIdRefusal } from '../lib/residentId'
import { assertNever, type Result } from '../lib/result'
import type { PlainDate } from '../lib/time'
import type { Party } from './party'
import type { Problem, ProblemKind } from './problem'

type PartyProperty = 'name' | 'idNumber' | 'mobile' | 'address'

/** A party's name, number and telephone. An applicant needs all but the telephone: no phone is a fine answer. */
export function checkParty(party: Party, today: PlainDate): Problem[] {
  const at = (property: PartyProperty, kind: ProblemKind): Problem => ({
    severity: kind === 'missing' && property !== 'name' ? 'gap' : 'error',
    kind,
    place: { in: 'party', partyId: party.partyId, property },
  })
  const idKind = party.idNumber.trim() ? findIdProblem(party, today) : 'missing'
  return [
    ...(party.name.trim() ? [] : [at('name', 'missing')]),
    ...(idKind ? [at('idNumber', idKind)] : []),
    ...(party.mobile && !checkMobile(party.mobile).ok ? [at('mobile', 'mobile-invalid')] : []),
    ...(party.role === 'applicant' && !party.address.trim() ? [at('address', 'missing')] : []),
  ]
}

function findIdProblem(party: Party, today: PlainDate): ProblemKind | undefined {
  switch (party.idType) {
    case 'resident-id':
      return problemOf(checkResidentId(party.idNumber, today))
    case 'foreign-resident-id':
      return problemOf(checkForeignResidentId(party.idNumber, today))
    case 'credit-code':
      return checkCreditCode(party.idNumber).ok ? undefined : 'credit-code-invalid'
    case 'passport':
      return undefined
    default:
      return assertNever(party.idType)
  }
}

function problemOf(answer: Result<unknown, ResidentIdRefusal>): ProblemKind | undefined {
  return answer.ok ? undefined : PROBLEM_BY_REFUSAL[answer.error]
}

/** The sentence for each broken rule of an identity number differs, so each has its own kind. */
export const PROBLEM_BY_REFUSAL = {
  length: 'id-length',
  characters: 'id-characters',
  area: 'id-area',
  'birth-date': 'id-birth-date',
  checksum: 'id-checksum',
} as const satisfies Record<ResidentIdRefusal, ProblemKind>
