import { canonicalJson } from '../lib/canonicalJson'
import type { CaseId } from '../lib/ids'
import type { SecondFact } from './content'

/**
 * What is hashed for a second fact: bound to its case, so that equal tails do not look alike. Short facts
 * are guessable by whoever has the hash; what protects them is the query code and the limit on tries.
 */
export const secondFactText = (caseId: CaseId, kind: SecondFact['kind'], value: string): string =>
  canonicalJson({ caseId, kind, value: value.normalize('NFKC').replace(/\s/g, '').toUpperCase() })

/** The tail of a telephone or identity number that a person is asked for: its last four characters. */
export const TAIL_LENGTH = 4
