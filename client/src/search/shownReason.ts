import { assertNever } from '@onetrip/shared/lib/result'
import { placeIn, plainOf } from './letters'
import { RECEIPT_LENGTH } from './matchNumber'
import type { Reason, SearchedCase } from './searchedCase'

/** Where something was found: in which field of whom, and there which letters (a name, a title) or characters. */
export type Found = {
  readonly field: Reason['field']
  readonly nth: number
  readonly from: number
  readonly to: number
}

/** 138****5678 */
const MOBILE = { head: 3, tail: 4 }
/** 430102********1234 */
const ID_NUMBER = { head: 6, tail: 4 }

/** What is shown of it. Whoever typed a part of a number knows that part: it is not masked. */
export function showReason({ people, receiptNumber, title }: SearchedCase, found: Found): Reason {
  const { field, nth } = found
  const one = people[nth]
  const whose = nth > 0 && one?.name ? { person: one.name } : {}
  switch (field) {
    case 'title':
      return { field, shown: title, ...placeIn(title, found) }
    case 'name':
      return { field, shown: one?.name ?? '', ...placeIn(one?.name ?? '', found), ...whose }
    case 'receipt':
      return inGroups(asNumber(field, plainOf(receiptNumber), found))
    case 'mobile':
      return { ...asNumber(field, cover(one?.mobile ?? '', MOBILE, found), found), ...whose }
    case 'id-number':
      return { ...asNumber(field, cover(one?.idNumber ?? '', ID_NUMBER, found), found), ...whose }
    default:
      return assertNever(field)
  }
}

const asNumber = (field: Reason['field'], number: string, { from, to }: Found): Reason => ({
  field,
  shown: number.toUpperCase(),
  from,
  to,
})

/** As it is printed: 430102-009001-260105-00700CX. */
function inGroups({ field, shown, from, to }: Reason): Reason {
  if (shown.length !== RECEIPT_LENGTH) return { field, shown, from, to }
  const starts = [0, ...GROUP_STARTS]
  return {
    field,
    shown: starts.map((start, nth) => shown.slice(start, starts[nth + 1])).join('-'),
    from: from + GROUP_STARTS.filter((start) => start <= from).length,
    to: to + GROUP_STARTS.filter((start) => start < to).length,
  }
}
const GROUP_STARTS = [6, 12, 18]

type Ends = { readonly head: number; readonly tail: number }

/** Stars for all but both ends and what was typed; of a number as short as its ends, for all but what was typed. */
function cover(number: string, { head, tail }: Ends, { from, to }: Found): string {
  const characters = Array.from(plainOf(number))
  const isShort = characters.length <= head + tail
  return characters
    .map((character, index) => {
      const isEnd = !isShort && (index < head || index >= characters.length - tail)
      return isEnd || (index >= from && index < to) ? character : '*'
    })
    .join('')
}
