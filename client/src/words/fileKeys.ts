/** Why a picked file cannot be a page; the sentence names the file. */
export const FILE_KEYS = {
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
