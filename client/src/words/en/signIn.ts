import type { Translation } from '../messageTypes'
import type { signIn as source } from '../zh-CN/signIn'

export const signIn = {
  agentTitle: 'Sign in to the agent tablet',
  agentLead: 'For agents of communities and key buildings. Once signed in, you can take applications with no network.',
  staffTitle: 'Sign in to the review desk',
  staffLead: 'For reviewers, the lead window, dispatchers, supervisors and administrators.',
  loginName: 'Login name',
  password: 'Password',
  submit: 'Sign in',
  pending: 'Signing in…',
  loginNameMissing: 'Enter your login name.',
  passwordMissing: 'Enter your password.',
  wrongCredentials: {
    title: 'Login name or password is wrong',
    text: 'Check both and try again. If you forgot the password, ask your administrator to reset it.',
  },
  tooManyTries: {
    title: 'Too many tries: sign-in is paused',
    text: 'Try again in {count} minute. Work saved on this tablet is safe. | Try again in {count} minutes. Work saved on this tablet is safe.',
  },
  serverUnreachable: {
    title: 'The server cannot be reached',
    text: 'The network is up but the server does not answer. Try again in a while.',
  },
  offline: {
    title: 'There is no network',
    text: 'Signing in needs the network. When you are back online, press Sign in again.',
  },
  storeFailed: {
    title: 'The tablet’s storage failed, so signing in was not finished',
    text: 'It may be full, or damaged. Delete photos or apps that are not needed and sign in once more. Do not clear the browser’s data.',
  },
  code: {
    title: 'Register this tablet',
    lead: 'This tablet is new at {unit}. Enter the code that your administrator gave you: one for each new tablet, for one use.',
    label: 'Registration code',
    hint: '12 characters, such as 7K3M-QD4X-A92B. Capitals, spaces and dashes do not matter, and you can paste it.',
    submit: 'Register',
    pending: 'Registering…',
    mistyped: {
      length: 'A code has 12 characters. Check whether one is missing or too many.',
      characters: 'There is a character that no code has. Check it against the paper; the letter V is never in a code.',
    },
    wrong: {
      title: 'This code cannot be used',
      text: 'It may be mistyped, used already, expired, called back, or meant for another station. Check it; if that does not help, ask your administrator for a new one.',
    },
    tooManyTries: {
      title: 'Too many tries: registration is paused',
      text: 'Try again in {count} minute. What you typed is still here. | Try again in {count} minutes. What you typed is still here.',
    },
    unreachable: {
      title: 'The server was not reached',
      text: 'Registration needs the network. When you are online, press Register again; the same code can be tried once more.',
    },
    storeFailed: {
      title: 'The tablet’s storage failed, so it was not registered',
      text: 'It may be full. Delete photos or apps that are not needed and press Register again; the same code can be tried once more. Do not clear the browser’s data.',
    },
  },
  revoked: {
    title: 'An administrator has revoked this tablet',
    lead: 'It takes in nothing new and shows no cases any more. What was handed in is sent first; then everything of yours on this tablet is destroyed.',
    wipedUnsent:
      '{count} thing that the server had not taken, and that waited for you, is gone with the tablet; please tell your administrator. All else that was handed in has been sent. Everything of yours, keys included, is gone from this tablet. | {count} things that the server had not taken, and that waited for you, are gone with the tablet; please tell your administrator. All else that was handed in has been sent. Everything of yours, keys included, is gone from this tablet.',
    wipedLead: 'All that was handed in has been sent. Everything of yours, keys included, is gone from this tablet.',
    lookingOnceMore: 'All that was handed in has gone; looking once more before anything is cleared.',
    handingIn: 'Sending what was handed in: {count} item left. | Sending what was handed in: {count} items left.',
    keepOnline: 'Stay online and keep the app open. It clears itself when all has gone.',
    startAnew: 'Begin anew',
    wipeFailed: {
      title: 'All has been sent, but the tablet could not be cleared yet',
      text: 'Close other windows of this app; it is tried again soon. If that does not help, restart the tablet and open the app online.',
    },
  },
} as const satisfies Translation<typeof source>
