import type { Translation } from '../messageTypes'
import type { acknowledgements as source } from '../zh-CN/acknowledgements'

export const acknowledgements = {
  title: 'Acknowledgements',
  lead: 'What was sent in the last 30 days. Where it says "signed for", the server has stored it and put its signature under it: it is safe even if this tablet is lost.',
  open: 'See acknowledgements',
  reading: 'Reading the acknowledgements…',
  unreadable: 'The acknowledgements cannot be read',
  unreadableText: 'The storage of this tablet cannot be read; it is tried again in seconds. Nothing was deleted.',
  empty: 'Nothing was sent in the last 30 days.',
  emptyText: 'Once something has arrived, what the server signed is listed here.',
  count: '{count} entry | {count} entries, newest first',
  list: 'Acknowledgements',
  scan: 'Scan',
  signed: 'Signed for by the server',
  unsigned: 'Arrived, before the server signed for things',
  settled: 'Not sent: you gave it up or put another in its place',
  receipt: 'Receipt {number}',
  digest: 'digest {digest}',
  key: 'key {key}',
  more: 'Show earlier ones',
} as const satisfies Translation<typeof source>
