import type { Translation } from '../messageTypes'
import type { rescue as source } from '../zh-CN/rescue'

export const rescue = {
  title: 'Rescue file',
  lead: 'When a tablet is failing, has no network for long, or goes to repair: save what was not sent yet to a file, and send it from elsewhere.',
  sealed: 'What is in the file is sealed. Only the server can open it; whoever holds the file cannot see any case.',
  make: {
    title: 'Save to a file',
    text: 'Saves everything on this tablet that has not arrived to one file. Nothing on the tablet changes; it goes on uploading.',
    button: 'Save rescue file',
    running: 'Gathering scans',
    done: 'Saved: {operations} operations, {scans} scans, {bytes}.',
    doneText:
      'Make sure that “{name}” is among the downloads before you copy it. The same file may be sent any number of times; nothing is doubled.',
    leftBehind:
      '{count} scans are damaged on this tablet and are not in the file. Take them again in the upload queue.',
    nothing: 'There is nothing to rescue: everything on this tablet has arrived.',
    notSealed:
      'This tablet has not received the server’s key yet, so no file can be saved. Connect once and try again.',
    stopped: 'Stopped. No file was saved.',
    failed: 'Not saved',
    failedText: 'The tablet’s storage could not be read. Try again; nothing has changed.',
    fileName: 'rescue-{date}.onetrip',
  },
  send: {
    title: 'Send one',
    text: 'Choose a rescue file to send what is in it to the server. It need not be from your own tablet, and you will not see what is in it.',
    pick: 'Rescue file (.onetrip)',
    reading: 'Reading the file…',
    sending: 'Sending: operations {operationsThere}/{operations}, scans {scansThere}/{scans}',
    all: 'All arrived',
    allText: '{operations} operations and {scans} scans: the server has signed for all of them.',
    someLeft: 'Some have not arrived',
    someLeftText:
      'Operations {operationsThere}/{operations}, scans {scansThere}/{scans} are signed for; {refused} were not taken. Open “Needs you” on the tablet that the file came from, or ask an administrator. Keep the file.',
    stopped: 'Stopped',
    stoppedText: 'What arrived has arrived. Send the same file again, and it goes on from there.',
    failed: 'Not finished',
    notBegun: 'Not sent',
    why: {
      notOne: 'This is no rescue file. Choose another.',
      newer: 'A newer version of the app saved this rescue file. Update the app first.',
      cutShort: 'This file is not whole; perhaps it was not copied to its end. Copy it again from where it came.',
      unreadable: 'The file cannot be read (perhaps the card was pulled out). Put it back and try again.',
      unreachable:
        'The server cannot be reached. Send the same file again once there is a network; it goes on from there.',
      serverFailed: 'The server had an error. Send it again later.',
      busy: 'The server is busy. Send it again in a few minutes.',
      notPermitted: 'The server does not know the tablet that saved this file. Ask an administrator.',
      notUnderstood: 'The app and the server are of different versions. Update the app and send it again.',
    },
  },
} as const satisfies Translation<typeof source>
