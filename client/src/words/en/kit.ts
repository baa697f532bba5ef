import type { Translation } from '../messageTypes'
import type { kit as source } from '../zh-CN/kit'

export const kit = {
  field: {
    required: 'required',
    choose: 'Please choose',
    charactersLeft: '{count} character left | {count} characters left',
    charactersOver: '{count} character too many | {count} characters too many',
    showPassword: 'Show password',
  },
  light: { green: 'On time', yellow: 'Due soon', red: 'Overdue' },
  sync: {
    reading: 'Reading…',
    synced: 'Synced {time}',
    offlineClear: 'Offline · nothing waiting',
    offlineWaiting: 'Offline · {waiting} waiting',
    cases: '{count} case | {count} cases',
    scans: '{count} scan | {count} scans',
    waiting: '{waiting} waiting',
    uploading: 'Uploading {percent}',
    attention: 'Needs attention: {count}',
    held: {
      'store-failed': 'Storage failed',
      'too-old': 'Waits for an update',
      'signed-out': 'Waits for sign-in',
      'not-permitted': 'Not taken by the server',
      'other-tab': 'Another tab has stopped',
    },
    heldWaiting: '{why} · {waiting}',
    open: '{state}, open the upload queue',
  },
  step: { done: 'done', problem: 'has a problem' },
  event: { done: 'done', current: 'in progress', planned: 'planned', problem: 'needs attention' },
  page: { position: 'Page {page} of {pages}', remove: 'Remove page {page}', empty: 'No pages scanned yet' },
  file: { choose: 'Choose files', capture: 'Take a photo', drop: 'You can also drop files here' },
  signature: {
    clear: 'Sign again',
    empty: 'Please sign inside the box',
    signed: 'Signed',
    byKeyboard: 'Cannot sign on glass? Print the page, have it signed on paper, and take a photo of it.',
  },
  search: { clear: 'Clear the search' },
  toast: { region: 'Notifications (press {hotkey} to come here)', one: 'Notification', close: 'Dismiss notification' },
  dialog: { close: 'Close dialog' },
  language: { unavailable: 'The language cannot be changed right now. Try again when you are online.' },
  back: 'Back',
} as const satisfies Translation<typeof source>
