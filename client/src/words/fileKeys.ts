/** Why a picked file did not become a page; the sentence names the file. */
export const FILE_KEYS = {
  'already-there': 'intake.materials.alreadyThere',
  empty: 'problems.file.empty',
  'too-large': 'problems.file.tooLarge',
  heic: 'problems.file.heic',
  'unknown-type': 'problems.file.unknownType',
  corrupt: 'problems.file.corrupt',
} as const

/** Why a page on its way was stopped. */
export const BLOCKED_KEYS = {
  empty: 'problems.blocked.empty',
  'unknown-type': 'problems.blocked.unknownType',
  corrupt: 'problems.blocked.corrupt',
  'damaged-here': 'problems.blocked.damagedHere',
} as const

/** Why a page was not put in the place of another. */
export const REPLACE_KEYS = {
  signature: 'queue.signatureStays',
  'already-there': 'intake.materials.alreadyThere',
  overtaken: 'intake.taken.text',
  'not-ours': 'intake.taken.text',
  absent: 'queue.notRecordedText',
  'no-answer': 'queue.needsServer',
  'not-saved': 'intake.check.notSavedText',
} as const
