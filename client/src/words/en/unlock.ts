import type { Translation } from '../messageTypes'
import type { unlock as source } from '../zh-CN/unlock'

export const unlock = {
  title: 'Open this tablet',
  lead: 'Enter the tablet passphrase to go on. It works with no network. A reload or a restart asks for it again.',
  agent: 'Agent',
  passphrase: 'Tablet passphrase',
  submit: 'Open',
  pending: 'Opening…',
  missing: 'Enter the tablet passphrase.',
  wrong: 'The passphrase is wrong. Work saved on this tablet is safe.',
  wrongWait:
    'The passphrase is wrong. Try again in {count} second. Work saved on this tablet is safe. | The passphrase is wrong. Try again in {count} seconds. Work saved on this tablet is safe.',
  wait: 'Try again in {count} second. | Try again in {count} seconds.',
  takesAWhile: 'Checking takes a second or two: it is slow on purpose, so that guessing is hard.',
  sealing:
    'Locking up what was saved before ({done} of {total}). Closing the app loses nothing; it goes on the next time.',
  noVault: {
    title: 'This tablet has lost what your passphrase opens',
    text: 'The browser may have cleared its data. Press "Sign in as somebody else", sign in with the network, and set a passphrase again.',
  },
  failed: {
    title: 'The passphrase could not be checked',
    text: 'The tablet may be short of space or memory, or the browser is busy. Nothing that was saved has changed and your passphrase is still there: try again. If it still fails, restart the tablet.',
  },
  forgot: 'Forgot the passphrase (needs the network)',
  seeRecovery: 'See your request for a new passphrase',
  lock: 'Lock',
  storeClosed: {
    lead: 'The tablet’s storage has to be read before it opens.',
    title: 'The tablet’s storage cannot be opened',
    text: 'It may be full or damaged, or the browser is busy. Try again; if it still fails, restart the tablet. Do not clear the browser’s data.',
  },
  copies: {
    newTablet:
      'This tablet was in use before and has lost its storage; {count} sealed copies are still here. Sign in with the network: what has not arrived is sent from them. Until then, do not clear the browser’s data.',
    storeClosed:
      'Of what was handed in, {copies} sealed copies are still here; with a network they are sent as they are. The server has signed for {there}. Until it has signed for all, do not clear the browser’s data.',
    allThere:
      'Of what was handed in there are {copies} sealed copies, and the server has signed for all. If the tablet does not open after a restart either, tell your administrator: the browser’s data has to be cleared before it can be used again, and applications that were not handed in go with it.',
  },
  newerStore: {
    title: 'The app of this page is too old',
    text: 'A newer app has taken over what is on the tablet. Nothing of it has changed; this one cannot open it. Reload the page; if it stays like this, reload it with a network to get the newer app.',
    reload: 'Reload',
  },
  unsaved: {
    title: 'Something you filled in could not be saved yet',
    text: 'The tablet is probably full. It is still here and saving is tried again; until then, do not close or reload the app.',
    atDoor:
      'It is still here and saving is tried again. Until then, do not close or reload the app; only {name} can open this tablet.',
    newer:
      'The app of this page is too old: a newer one has taken over what is on the tablet, and this one can no longer write there. What was not saved is on this screen alone: {name} has to open it and note it down before the page is reloaded.',
    retry: 'Save now',
  },
  storage: {
    given: 'The browser promises to keep what is saved here, however full the tablet gets.',
    notGiven:
      'The browser does not promise to keep what is saved here: choose "Install app" in its menu, and open the app by its icon.',
  },
  somebodyElse: 'Sign in as somebody else (needs the network)',
  set: {
    title: 'Set a tablet passphrase',
    lead: '{name}, choose a passphrase for this tablet. Everything on it is locked with it, and it opens with no network. It is never sent to the server; if you forget it, the district’s administrator has to help.',
    passphrase: 'Tablet passphrase (12 characters or more)',
    hint: 'Easy to remember and hard to guess: a few words in a row, or a sentence. Chinese characters, letters, digits and spaces count as one each.',
    again: 'Enter it again',
    submit: 'Save and begin',
    pending: 'Saving…',
    tooShort: 'The passphrase needs 12 characters or more.',
    tooSimple: 'This passphrase is too easy to guess: use 5 different characters or more.',
    different: 'The two passphrases differ.',
    failed: {
      title: 'The passphrase could not be saved',
      text: 'The tablet may be full. Free some space and press "Save and begin" again.',
    },
  },
  pin: {
    title: 'Six-digit unlock code',
    lead: 'While this page stays open, six digits open the lock in place of the passphrase. They are not kept on the tablet: after a reload, a restart or half an hour of being locked it is the passphrase again.',
    fresh: 'New unlock code (6 digits)',
    label: 'Unlock code (6 digits)',
    choose: 'Use an unlock code',
    change: 'Use this one from now on',
    forget: 'Use no unlock code any more',
    chosen: 'The unlock code counts from now on',
    instead: 'Use the passphrase instead',
    notSixDigits: 'An unlock code has 6 digits.',
    tooSimple: 'This code is too easy to guess: no digits in a row, and 3 different ones or more.',
    wrong: 'The unlock code is wrong. {count} try left. | The unlock code is wrong. {count} tries left.',
    forgotten: {
      title: 'The unlock code was wrong 5 times',
      text: 'Enter the tablet passphrase. Work saved on this tablet is safe.',
    },
  },
  authenticator: {
    title: 'Fingerprint or screen lock',
    lead: 'Once it is on, this tablet’s fingerprint, face, screen lock or security key opens it, with no network too. The passphrase goes on opening it.',
    caution:
      'Whoever can undo the tablet’s screen lock can open your work this way: turn it on only where nobody else can. After the administrators have helped you to a new passphrase it has to be turned on again.',
    turnOn: 'Turn on fingerprint or screen lock',
    turnOff: 'Turn off fingerprint or screen lock',
    isOn: 'On: fingerprint or screen lock opens the tablet when it is locked.',
    asking: 'Do what the tablet asks for…',
    mayAskTwice: 'The tablet may ask for it twice.',
    turnedOn: 'Fingerprint or screen lock is on',
    turnedOff: 'Fingerprint or screen lock is off',
    open: 'Open with fingerprint or screen lock',
    declined: {
      title: 'Fingerprint or screen lock did not open it',
      text: 'It was cancelled, took too long, or the tablet no longer knows this finger or key. Nothing has changed: try again, or enter the tablet passphrase.',
    },
    unsupported: {
      title: 'This browser cannot use fingerprint or screen lock now',
      text: 'Nothing has changed: open it with the tablet passphrase.',
    },
    foreign: {
      title: 'The key of this fingerprint or screen lock does not fit',
      text: 'The finger or key may be another, or the lock that is kept on the tablet was changed. What you saved has not: open it with the tablet passphrase, and turn this on again at "Change the tablet passphrase".',
    },
    off: { title: 'Fingerprint or screen lock was turned off', text: 'Open it with the tablet passphrase.' },
    failed: {
      title: 'Fingerprint or screen lock could not be tried',
      text: 'The tablet may be short of space or memory, or the browser is busy. Nothing has changed: try again, or enter the tablet passphrase.',
    },
    notOn: {
      declined: {
        title: 'It was not turned on',
        text: 'It was cancelled, or took too long. Nothing has changed and the passphrase still opens the tablet. Try again if you want it.',
      },
      unsupported: {
        title: 'This tablet cannot do it',
        text: 'Its fingerprint, screen lock or security key gives no key to lock with. Nothing was kept; go on using the passphrase.',
      },
      failed: {
        title: 'It was not turned on',
        text: 'The tablet may be full, or the browser is busy. The passphrase still opens it. Try again.',
      },
    },
    notOff: {
      title: 'It was not turned off',
      text: 'The tablet may be full, or the browser is busy. Try again.',
    },
  },
  change: {
    title: 'Change the tablet passphrase',
    lead: 'What is on the tablet stays as it is; only the passphrase that opens it changes.',
    before: 'The passphrase now',
    fresh: 'The new one (12 characters or more)',
    missing: 'Enter the passphrase that opens the tablet now.',
    submit: 'Change it',
    done: 'The passphrase was changed',
    failed: {
      title: 'The passphrase was not changed',
      text: 'The tablet may be full, or the browser is busy. The old passphrase still opens it. Try again.',
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
    text: 'Everything you saved is on the tablet. Sign in again for news of your cases; whatever has not gone yet goes on.',
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
