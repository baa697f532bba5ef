import type { Translation } from '../messageTypes'
import type { track as source } from '../zh-CN/track'

export const track = {
  title: 'Where is my case?',
  lead: 'No account, no sign-in. The query code is printed on your receipt; you can also scan its QR code.',
  queryCode: 'Query code',
  queryCodeHint: '12 characters on your receipt, in three groups of four. Capital or small letters are both fine.',
  queryCodeWrong: {
    length: 'The code has 12 characters. Compare with your receipt: is one missing or too many?',
    characters: 'One of these characters is in no code. Compare with your receipt once more.',
  },
  factKind: 'One more check',
  factKindHint: 'Choose what you left when you applied. No phone is needed.',
  phoneTail: 'Last four of the phone number',
  idTail: 'Last four of the identity number',
  slipPin: 'PIN on the folded slip',
  phoneTailHint: '4 digits',
  idTailHint: 'The last one may be an X',
  slipPinHint: 'Unfold the slip of your receipt to see its 6 digits',
  phoneTailWrong: 'Enter the last 4 digits of the phone number.',
  idTailWrong: 'Enter the last 4 characters of the identity number; the last may be an X.',
  slipPinWrong: 'Enter the 6 digits on the folded slip.',
  submit: 'Find my case',
  pending: 'Looking…',
  notFound: {
    title: 'Nothing found',
    text: 'Code and check do not match. Compare them with your receipt, or ask where you applied.',
  },
  tooManyTries: {
    title: 'Too many tries',
    text: 'To protect your data, wait {count} minute and try again. | To protect your data, wait {count} minutes and try again.',
  },
  serverUnreachable: {
    title: 'Looking up is not possible right now',
    text: 'The server does not answer. Your case is not affected. Try again in a while.',
  },
  offline: {
    title: 'There is no network',
    text: 'Looking up needs the network. When you are back online, press Find my case again.',
  },
} as const satisfies Translation<typeof source>
