import type { Translation } from '../messageTypes'
import type { readiness as source } from '../zh-CN/readiness'

export const readiness = {
  title: 'Before you leave',
  lead: 'You must be able to work without a network: look at these before you take the tablet out.',
  reading: 'Checking…',
  unreadable: 'The check could not be made',
  unreadableText: 'The storage of this tablet cannot be read; it is tried again in seconds. Nothing was deleted.',
  ready: 'All is well; the tablet can work without a network.',
  missing:
    '{count} thing is missing; mend it before you leave. | {count} things are missing; mend them before you leave.',
  offline: 'There is no network now. What needs one can be mended once you are online.',
  open: 'See what is missing',
  again: 'Check again',
  met: 'ready',
  notMet: 'missing',
  syncNow: 'Sync now',
  check: {
    installed: 'Installed app',
    kept: 'Keeping of data',
    space: 'Room',
    clock: 'Clock',
    catalogue: 'Catalogue',
    'envelope-key': 'Key of the server',
    'device-key': 'Key of the tablet',
    stuck: 'What is stuck',
  },
  installed: {
    met: 'The app is installed on the tablet.',
    missing: 'It is open in the browser, and would go when the browser is cleared.',
    byMenu: 'Choose "Install app" in the menu of the browser, and open it by its icon from then on.',
    action: 'Install the app',
  },
  kept: {
    met: 'The browser promises never to clear this by itself, however full the tablet gets.',
    asking: 'Asking the browser…',
    missing: 'The browser has not promised it. Install the app, allow notifications, then ask again.',
    action: 'Ask again',
  },
  space: {
    met: '{bytes} were really written at {time}.',
    old: '{bytes} were really written, but that was {time}, more than a day ago.',
    never: 'Not tried yet. Only really writing {bytes} counts; they are deleted at once.',
    full: 'Not enough room: something could not be written. Make room, then try again.',
    action: 'Try by writing {bytes}',
    writing: 'Writing; it is deleted at once',
    cancel: 'Stop',
    cancelled: 'Stopped; all that was written is deleted.',
    fullAfter: 'Just now it was full after {bytes}.',
    failed: 'It could not be tried, perhaps the browser is busy. Please try again.',
    makeRoom: 'How to make room',
  },
  clock: {
    met: 'Less than 2 minutes from the server.',
    unknown: 'It was never compared with the server. Please sync once.',
    fast: 'The tablet is {count} minute fast. Switch on automatic time in its settings, then sync. | The tablet is {count} minutes fast. Switch on automatic time in its settings, then sync.',
    slow: 'The tablet is {count} minute slow. Switch on automatic time in its settings, then sync. | The tablet is {count} minutes slow. Switch on automatic time in its settings, then sync.',
  },
  catalogue: {
    met: 'Fetched {time}.',
    old: 'Last fetched {time}, more than a day ago. Please sync once.',
    never: 'Never fetched. Please sync once.',
  },
  'envelope-key': {
    met: 'It is here. What you take in is sealed as soon as it is saved.',
    missing: 'It is not here: what you take in could be sealed only once there is a network. Please sync once.',
  },
  'device-key': {
    met: 'It is here. The server knows this tablet by it.',
    missing: 'It is not here. Sign in again with a network; the tablet makes it by itself.',
  },
  stuck: {
    met: 'Nothing was refused by the server or cannot be sent.',
    some: '{count} thing is stuck. Please see to it first. | {count} things are stuck. Please see to them first.',
    action: 'See to it',
  },
} as const satisfies Translation<typeof source>
