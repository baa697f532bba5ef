import type { Translation } from '../messageTypes'
import type { recovery as source } from '../zh-CN/recovery'

export const recovery = {
  title: 'Get back in without the passphrase',
  lead: '{name}, everything on the tablet is still there. Once the district’s administrator lets you in, you set a new passphrase here.',
  steps: {
    ask: 'Press the button below to ask the district’s administrator.',
    allow: 'Two of them make sure, one after the other, that it is you, and let you in: call them, or go there.',
    choose: 'This tablet then asks you for a new passphrase.',
  },
  ask: 'Ask the administrator',
  pending: 'Asking the server…',
  waiting: 'Your request has arrived and waits for the administrator',
  waitingText:
    'Two of them have to make sure that it is you. Keep this page open, or do something else: you can go on here when you next open the tablet.',
  until: 'The request counts until {time}.',
  unheard: 'The server was not reached just now; it is tried again by itself.',
  look: 'Look now',
  takeBack: 'Take the request back',
  refused: {
    title: 'The administrator said no',
    text: 'Reason: {reason}. Nothing on the tablet has changed; ask again once that is settled.',
  },
  ended: {
    title: 'This request has ended',
    text: 'A request counts for 24 hours, and a newer one takes its place. You can ask once more.',
  },
  impossible: {
    title: 'The administrator cannot open this tablet',
    text: 'When it was last open the tablet did not have the district’s recovery key yet, or the key has changed. Everything on it is still locked up and nothing was deleted; the passphrase still opens it if you remember.',
  },
  tooOften: {
    title: 'That was asked too often',
    text: 'A tablet, and a person, can ask {count} times in 24 hours. You can ask again after {time}; if it is urgent, call the administrator. Nothing on the tablet has changed.',
  },
  unreadable: {
    title: 'The answer does not open this tablet',
    text: 'Nothing on the tablet has changed. Take the request back and ask once more; if that fails too, call the administrator.',
  },
  unreachable: {
    title: 'The server was not reached',
    text: 'This needs the network. Press again when you are online.',
  },
  signedOut: {
    title: 'Your sign-in has expired',
    text: 'Sign in again and go on from here. The request still stands.',
  },
  desk: {
    title: 'Agents who wait to be let back in',
    lead: 'They forgot a tablet’s passphrase. It takes two administrators: one vouches for them, another lets them in. Call them or see them first, and make sure who it is.',
    unread: 'The requests of agents who forgot a passphrase could not be read',
    tabletNumber: 'tablet {number}',
    when: 'Asked {asked}, counts until {until}',
    vouched: '{name} vouched for them ({time}): {how}',
    vouchedByYou: 'You vouched for them ({time}); another administrator has to let them in. You wrote: {how}',
    vouch: 'Vouch',
    allow: 'Let in',
    refuse: 'Refuse',
    vouchTitle: 'Vouch for {name}',
    vouchText:
      'Make sure first that it is {name}. This lets nobody in yet: another administrator has to. Write down how you made sure; they will read it, and it is kept on record.',
    allowTitle: 'Let in {name}',
    allowText:
      '{name} then sets a new passphrase on {tablet} and opens everything on it. Make sure yourself once more who it is, whatever the first one wrote, and write down how; it is kept on record.',
    refuseTitle: 'Refuse the request of {name}',
    refuseText: 'The reason is shown to {name} on {tablet}. What is on the tablet is not touched.',
    proof: 'How you made sure who it is',
    reason: 'Reason',
    reasonMissing: 'Write down how you made sure, or why not.',
    reasonTooLong: 'That is too long. Say it in fewer words.',
    pending: 'Sending…',
    cancel: 'Cancel',
    done: {
      vouch: 'Vouched for; another administrator has to let them in',
      allow: 'Let in',
      refuse: 'Refused, and said so',
    },
    failed: 'That was not sent. Check the network and try again.',
    notWaiting: 'This request waits no more: it has ended, was taken back, or somebody else has dealt with it.',
    ownRequest: 'Nobody deals with their own request: two other administrators have to do it.',
    notVouched: 'Nobody has vouched for them yet, so they cannot be let in.',
    vouchedAlready: 'Another administrator vouched for them just now. Read what they wrote; you can then let them in.',
    samePerson: 'You vouched for them yourself. Another administrator has to let them in.',
    cannotOpen:
      'The district’s recovery key does not open this request. Whoever runs the system has to look at how it is set up.',
  },
} as const satisfies Translation<typeof source>
