import type { Translation } from '../messageTypes'
import type { common as source } from '../zh-CN/common'

export const common = {
  productName: 'OneTrip',
  agentApp: 'Agent',
  staffApp: 'Review desk',
  residentApp: 'Resident services',
  kitPage: 'The kit',
  skipToContent: 'Skip to content',
  retry: 'Try again',
  cancel: 'Cancel',
  networkGone: {
    staff: 'The network is gone. What you typed is kept; submit it when you are back online.',
    resident: 'The network is gone. You can go on when you are back online.',
  },
  update: {
    ready: 'A new version is ready. Updating takes seconds and leaves unsent work untouched.',
    apply: 'Update now',
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page has moved.',
    home: 'Go to the start page',
  },
} as const satisfies Translation<typeof source>
