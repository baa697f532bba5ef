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
    text: 'It may be full. Free some space and sign in once more; work saved on this tablet is safe.',
  },
} as const satisfies Translation<typeof source>
