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
  lock: 'Lock',
  storeClosed: {
    lead: 'The tablet’s storage has to be read before it opens.',
    title: 'The tablet’s storage cannot be opened',
    text: 'It may be full, or the browser is busy. Nothing that was saved has changed. Try again; if it still fails, restart the tablet.',
  },
  unsaved: {
    title: 'Something you filled in could not be saved yet',
    text: 'The tablet is probably full. It is still here and saving is tried again; until then, do not close or reload the app.',
    atDoor:
      'It is still here and saving is tried again. Until then, do not close or reload the app; only {name} can open this tablet.',
    retry: 'Save now',
  },
  storage: {
    given: 'The browser promises to keep what is saved here, however full the tablet gets.',
    notGiven:
      'The browser does not promise to keep what is saved here: choose "Install app" in its menu, and open the app by its icon.',
  },
  somebodyElse: 'Sign in as somebody else, or forgot it (needs the network)',
  set: {
    title: 'Set a tablet passphrase',
    lead: '{name}, choose a passphrase for this tablet. It opens the tablet with no network and is never sent to the server. If you forget it, sign in again with the network.',
    passphrase: 'Tablet passphrase (8 characters or more)',
    again: 'Enter it again',
    submit: 'Save and begin',
    pending: 'Saving…',
    tooShort: 'The passphrase needs 8 characters or more.',
    different: 'The two passphrases differ.',
    failed: {
      title: 'The passphrase could not be saved',
      text: 'The tablet may be full. Free some space and press "Save and begin" again.',
    },
  },
  registering: {
    title: 'Register this tablet',
    lead: 'Receipt numbers contain the tablet’s number, so it is registered before anything is taken in.',
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
  notPermitted: {
    title: 'The server takes nothing from here',
    text: 'This tablet or your post may not send; ask your administrator. Your work is on the tablet and goes once that is settled.',
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
