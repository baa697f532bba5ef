import type { Translation } from '../messageTypes'
import type { inbox as source } from '../zh-CN/inbox'

export const inbox = {
  title: 'Inbox',
  show: { label: 'Which cases', open: 'To do', closed: 'Closed' },
  count: '{count} case | {count} cases',
  list: 'Cases',
  fresh: 'New',
  loading: 'Getting the cases…',
  empty: { open: 'Nothing to do', openText: 'New cases appear here by themselves.', closed: 'No closed cases yet' },
  stale: 'This list may not be the latest. Trying again.',
  provisionalMark: ' (provisional)',
  failed: {
    title: 'The cases cannot be shown',
    unreachable: 'The server does not answer. This page tries again by itself.',
    busy: 'The server is busy. This page tries again by itself.',
    'not-understood': 'This page is too old. Reload it.',
    'signed-out': 'Your session has ended. Sign in again.',
  },
  help: {
    open: 'Keys',
    title: 'Keyboard',
    text: 'Not while you are typing.',
    next: 'Next case',
    previous: 'Previous case',
    accept: 'Accept',
    correct: 'Corrections',
    approve: 'Approve',
    help: 'Open this list',
  },
  session: {
    asking: 'Opening…',
    unreachable: 'The server cannot be reached',
    unreachableText: 'No case can be opened before it is known who you are.',
    expired: 'Your session has ended',
    expiredText: 'Sign in again. Your unsent text is still there.',
    signOut: 'Sign out',
    signOutFailed: 'Signing out failed. Check the network and try again.',
    signedIn: '{name} · {unit}',
  },
  role: {
    title: 'You are signed in',
    text: 'The pages for this post are not made yet, so there is nothing to do here. Those for reviewers and dispatchers are.',
    name: 'Name',
    post: 'Post',
    unit: 'Unit',
  },
} as const satisfies Translation<typeof source>
