/** Fewer digits of a telephone or receipt number would find too much. */
const MIN_PIECE = 3
/** An identity number is found by its end, and by nothing shorter than what people know by heart. */
const MIN_ID_TAIL = 4

/** The station's part of a receipt number: the same in all of its numbers, it tells none apart. */
const STATION_PART = 12
export const RECEIPT_LENGTH = 25

/** Where a number has what was typed: characters `from` to before `to`. */
export type NumberMatch = { readonly isEnd: boolean; readonly from: number; readonly to: number }

/** `number` and `typed` are plain: no spaces and dashes, lower case. */
type MatchNumber = (number: string, typed: string) => NumberMatch | undefined

/** Any three digits of a telephone number, wherever; the end of it is preferred to the middle. */
export const matchMobile: MatchNumber = (number, typed) =>
  typed.length < MIN_PIECE ? undefined : toMatch(number, typed, number.lastIndexOf(typed))

/** The end of an identity number: four characters or more, up to the whole. A last X counts. */
export const matchIdNumber: MatchNumber = (number, typed) =>
  typed.length < MIN_ID_TAIL || !number.endsWith(typed)
    ? undefined
    : toMatch(number, typed, number.length - typed.length)

/** Three characters of a receipt number, or more, that say more than whose station it is. */
export const matchReceipt: MatchNumber = (number, typed) => {
  if (typed.length < MIN_PIECE) return undefined
  // Its letters were chosen so that nobody takes one for a digit, but people do.
  const asWritten = typed.replaceAll('o', '0').replaceAll('i', '1')
  const found = toMatch(number, asWritten, number.lastIndexOf(asWritten))
  return found && found.to > (number.length === RECEIPT_LENGTH ? STATION_PART : 0) ? found : undefined
}

function toMatch(number: string, typed: string, from: number): NumberMatch | undefined {
  const to = from + typed.length
  return from < 0 ? undefined : { isEnd: to === number.length, from, to }
}
