import type { Translation } from '../messageTypes'
import type { home as source } from '../zh-CN/home'

export const home = {
  title: 'Today',
  lead: '{unit} · {name}',
  toDo: 'Needs you',
  nothingToDo: 'Nothing is waiting for you.',
  parked: 'Not taken by the server',
  correction: 'Corrections asked for: {count}',
  blocked: '{count} scan cannot be sent | {count} scans cannot be sent',
  unnamed: 'no applicant yet',
  noItem: 'No item chosen yet',
  begin: 'New application',
  searchLabel: 'What is it about?',
  searchHint: 'Plain words, the name of the item, or pinyin initials such as "spjyxk"',
  found: '{count} found',
  notFound: 'Nothing found for "{words}". Try other words or pinyin initials.',
  offers: 'What can be applied for',
  unfinished: 'Unfinished applications',
  nothingUnfinished: 'No unfinished applications.',
  unfinishedDetail: '{name} · left at "{step}"',
  goOn: 'Go on',
  recent: 'Recent cases of the station',
  nothingRecent: 'No cases yet. What you hand in appears here.',
  recentDetail: '{name} · taken in {day}',
  first: {
    title: 'This tablet has no catalogue yet',
    text: 'Go online once: the catalogue comes by itself within seconds. From then on you can work without a network.',
    again: 'Download now',
    pending: 'Downloading…',
  },
} as const satisfies Translation<typeof source>
