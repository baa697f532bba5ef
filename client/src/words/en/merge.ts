import type { Translation } from '../messageTypes'
import type { merge as source } from '../zh-CN/merge'

export const merge = {
  title: 'Compare three ways',
  open: 'Compare',
  lead: 'Place by place: before it was handed in, on the server, on this tablet. Choose, and hand in what comes of it.',
  leadCompare: 'Place by place: before it was handed in, on the server, on this tablet.',
  leadMine:
    'The server did not take this, and has nothing to compare it with. Below is what was handed in, with the reason wherever something is wrong.',
  leadNoTheirs: 'Below is what stood before and what is on this tablet. To merge them you need to see the server’s.',
  before: 'Before',
  theirs: 'On the server',
  mine: 'On this tablet',
  empty: 'Empty',
  unknown: 'Not known',
  reading: 'Reading what was handed in…',
  asking: 'Fetching what the server has…',
  absent: 'The server does not have this case, or it is not your station’s.',
  failure: {
    unreachable:
      'What the server has can be seen only with a network. It is fetched as soon as there is one; everything on this tablet is kept.',
    'server-failed':
      'The server failed, so its content cannot be shown. Everything on this tablet is kept; try again later.',
    busy: 'The server is busy, so its content cannot be shown. Everything on this tablet is kept; try again later.',
    'not-understood':
      'App and server are of different versions, so the server’s content cannot be shown. Everything on this tablet is kept; update the app.',
    'not-permitted':
      'Your post may not see this case on the server. Everything on this tablet is kept; ask the administrator.',
    'too-large': 'The server did not give its content. Everything on this tablet is kept; try again later.',
    'signed-out':
      'Your sign-in has run out. Sign in again to see what the server has. Everything on this tablet is kept.',
  },
  askAgain: 'Fetch again',
  verdict: {
    mine: 'Only this tablet changed it; this tablet’s is taken unless you choose otherwise.',
    theirs: 'Only the server’s was changed; that is taken unless you choose otherwise.',
    alike: 'Both changed it alike.',
    ask: 'Both changed it differently; choose one.',
    chosen: 'Chosen.',
  },
  changed: {
    mine: 'Only this tablet changed it.',
    theirs: 'Only the server’s was changed.',
    alike: 'Both changed it alike.',
    ask: 'Both changed it differently.',
  },
  left: '{count} place still to choose | {count} places still to choose',
  allChosen: 'All chosen; {count} place differs | All chosen; {count} places differ',
  noDifference: 'Nothing differs',
  noDifferenceText: 'This tablet’s and the server’s are the same.',
  places: 'What is compared',
  adopt: 'Take over and edit',
  adoptHint:
    'What was merged goes into the draft, and is handed in again from the check. Until then this stays as it is.',
  mend: 'Open to mend',
  onlyCompare:
    'This cannot be handed in again, only compared. You can give it up in the upload queue, with the reason.',
  nothingAsked:
    'No correction is waiting for an answer now, so this cannot be handed in again. Compare it; then give it up in the upload queue, with the reason.',
  toQueue: 'Back to the upload queue',
  since:
    'You have changed the draft since it was handed in: {places}. What is listed below goes as chosen here, everything else as in the draft.',
  noCopy: 'This tablet has no draft of the case, so it can only be compared.',
  notAdopted: 'Not taken over; nothing has changed',
  gone: 'This is settled',
  goneText: 'It does not need you any more.',
  noWords: 'There is nothing to compare here',
  pages: '{count} page | {count} pages',
  pagesElsewhere: '{count} of them is not on this tablet | {count} of them are not on this tablet',
  place: { request: 'Items', capacity: 'Capacity' },
} as const satisfies Translation<typeof source>
