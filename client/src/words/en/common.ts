import type { Translation } from '../messageTypes'
import type { common as source } from '../zh-CN/common'

export const common = {
  productName: 'OneTrip',
  agentApp: 'Agent',
  staffApp: 'Review desk',
  residentApp: 'Resident services',
  kitPage: 'The kit',
  skipToContent: 'Skip to content',
  twoSentences: '{first} {second}',
  retry: 'Try again',
  cancel: 'Cancel',
  networkGone: {
    staff: 'The network is gone. What you typed is kept; submit it when you are back online.',
    resident: 'The network is gone. You can go on when you are back online.',
  },
  update: {
    ready: 'A new version is ready. Updating takes seconds and leaves unsent work untouched.',
    apply: 'Update now',
    onItsWay: 'The new version is on its way and is put in as soon as it is here.',
    none: 'There is no new version to be had now. Try again later, or tell the administrator.',
  },
  trouble: {
    'page-missing': {
      title: 'This page could not be opened',
      text: 'The app may just have been updated, or the network is gone. What was saved is safe; please reload.',
    },
    unexpected: {
      title: 'That did not work',
      text: 'What was saved is safe. Try again; if it still fails, please reload.',
    },
    reload: 'Reload',
    dismiss: 'Dismiss',
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the start page',
  },
} as const satisfies Translation<typeof source>
