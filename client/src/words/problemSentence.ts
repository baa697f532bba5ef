import type { Problem, ProblemKind } from '@onetrip/shared/case/problem'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { PlainWordKey, Words } from './useWords'

/** The sentence for everything the leave-the-door check can find. */
const PROBLEM_KEYS = {
  missing: 'problems.kind.missing',
  'too-long': 'problems.kind.tooLong',
  'not-a-number': 'problems.kind.notANumber',
  'out-of-range': 'problems.kind.outOfRange',
  'not-a-date': 'problems.kind.notADate',
  'date-in-future': 'problems.kind.dateInFuture',
  'not-an-option': 'problems.kind.notAnOption',
  'id-length': 'problems.kind.idLength',
  'id-characters': 'problems.kind.idCharacters',
  'id-area': 'problems.kind.idArea',
  'id-birth-date': 'problems.kind.idBirthDate',
  'id-checksum': 'problems.kind.idChecksum',
  'credit-code-invalid': 'problems.kind.creditCodeInvalid',
  'mobile-invalid': 'problems.kind.mobileInvalid',
  'too-many-pages': 'problems.kind.tooManyPages',
  'item-unknown': 'problems.kind.itemUnknown',
  'item-expired': 'problems.kind.itemExpired',
  'item-not-yet': 'problems.kind.itemNotYet',
  'not-for-this-applicant': 'problems.kind.notForThisApplicant',
  'signature-missing': 'problems.kind.signatureMissing',
  'signature-by-other': 'problems.kind.signatureByOther',
  'signature-outdated': 'problems.kind.signatureOutdated',
  'relied-on': 'problems.kind.reliedOn',
} as const satisfies Record<ProblemKind, PlainWordKey>

/** The sentence for every way the server says no. */
export const REFUSAL_KEYS = {
  'case-not-found': 'problems.refusal.caseNotFound',
  'case-exists': 'problems.refusal.caseExists',
  'not-permitted': 'problems.refusal.notPermitted',
  malformed: 'problems.refusal.malformed',
  'content-problems': 'problems.refusal.contentProblems',
  'receipt-number-taken': 'problems.refusal.receiptNumberTaken',
  'wrong-status': 'problems.refusal.wrongStatus',
  'asked-once': 'problems.refusal.askedOnce',
  'same-person': 'problems.refusal.samePerson',
  'correction-unanswered': 'problems.refusal.correctionUnanswered',
  'operation-not-found': 'problems.refusal.operationNotFound',
} as const satisfies Record<CaseRefusal['kind'], PlainWordKey>

/** The sentence for one problem where it sits: a form is filled in, a paper is handed in. */
export const problemSentence = ({ kind, place }: Problem, { t }: Words): string =>
  t(kind === 'missing' && place.in === 'material' ? 'problems.missingMaterial' : PROBLEM_KEYS[kind])

/** By how much a text is too long; counted as the rules count, in characters. */
export const tooLongSentence = (text: string, max: number, { t, formatNumber }: Words): string =>
  t('problems.tooLong', { max: formatNumber(max), count: formatNumber(Array.from(text).length) })
