import { code } from '../catalogue/testItem'
import { PartyId } from '../lib/ids'
import type { Party } from './party'
import type { Statement } from './statementCells'

/** For tests: the applicant of `aStatement`. */
export const aParty = (changes: Partial<Party> = {}): Party => ({
  partyId: PartyId.parse('01980000-0000-7000-8000-000000000001'),
  role: 'applicant',
  kind: 'person',
  name: '张三',
  idType: 'resident-id',
  idNumber: '1',
  mobile: '',
  address: '',
  identityCheck: 'seen-not-stored',
  ...changes,
})

/** For tests: somebody who asks for the sample item, and has answered nothing yet. */
export const aStatement = (changes: Partial<Statement> = {}): Statement => ({
  items: [{ itemCode: code('000131024000'), version: 1 }],
  theme: undefined,
  capacity: 'assist',
  parties: [aParty()],
  fields: {},
  materials: [],
  delivery: { mode: 'pick-up' },
  ...changes,
})
