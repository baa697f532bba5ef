import type { Translation } from '../messageTypes'
import type { search as source } from '../zh-CN/search'

export const search = {
  label: 'Find a case',
  hint: 'Name, pinyin initials, phone, last four of the ID, or receipt number, such as "zs" or "8823"',
  found: '{count} found',
  firstOf: '{total} found, the first {count} are listed. Type more to narrow it down.',
  foundSoFar: '{count} found so far, still reading…',
  reading: 'Searching…',
  results: 'Cases found',
  begun: 'begun {day}',
  takenIn: 'taken in {day}',
  field: {
    name: 'Also named',
    mobile: 'Phone',
    'id-number': 'ID number',
    receipt: 'Receipt number',
    title: 'Item',
  },
  ofPerson: '{field} of {person}',
  none: {
    title: 'Nothing found for "{words}"',
    numbers:
      'Phone and ID numbers find only cases taken in on this tablet. For those of other tablets use the name, pinyin initials or the receipt number.',
    short: 'Type more digits: at least 3 of a phone or receipt number, at least the last 4 of an ID number.',
    unreadable: 'Something on this tablet cannot be read; what you look for may be in it.',
  },
} as const satisfies Translation<typeof source>
