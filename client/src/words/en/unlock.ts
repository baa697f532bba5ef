import type { Translation } from '../messageTypes'
import type { unlock as source } from '../zh-CN/unlock'

export const unlock = {
  title: 'Open this tablet',
  lead: 'Enter the tablet passphrase to go on. It works with no network.',
  agent: 'Agent',
  passphrase: 'Tablet passphrase',
  submit: 'Open',
  pending: 'Opening…',
  missing: 'Enter the tablet passphrase.',
  wrong: 'The passphrase is wrong. Work saved on this tablet is safe.',
  wrongWait:
    'The passphrase is wrong. Try again in {count} second. Work saved on this tablet is safe. | The passphrase is wrong. Try again in {count} seconds. Work saved on this tablet is safe.',
  wait: 'Try again in {count} second. | Try again in {count} seconds.',
  somebodyElse: 'Sign in as somebody else, or forgot it (needs the network)',
  set: {
    title: 'Set a tablet passphrase',
    lead: '{name}, choose a passphrase for this tablet. It opens the tablet with no network and is never sent to the server.',
    passphrase: 'Tablet passphrase (8 characters or more)',
    again: 'Enter it again',
    submit: 'Save and begin',
    pending: 'Saving…',
    tooShort: 'The passphrase needs 8 characters or more.',
    different: 'The two passphrases differ.',
  },
  registering: {
    failedTitle: 'This tablet could not be registered',
    failed: 'You are signed in, but the tablet has no number yet. Check the network and sign in once more.',
  },
  sessionEnded: {
    title: 'Your sign-in has expired',
    text: 'Everything you saved is on the tablet. Sending goes on once you sign in again.',
    action: 'Sign in again',
  },
  tooOld: {
    title: 'This app is too old',
    text: 'The server was updated. Your work is on the tablet; sending goes on once the app is updated.',
  },
  storeFailed: {
    title: 'The tablet’s storage failed',
    text: 'It may be full. Free some space and try again; what was not sent is still on the tablet.',
  },
  firstLoad: {
    title: 'Getting the catalogue',
    text: 'The first time needs the network to fetch the service items. It usually takes seconds.',
  },
} as const satisfies Translation<typeof source>
