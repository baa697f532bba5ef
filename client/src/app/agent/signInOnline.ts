import { TRPCClientError } from '@trpc/client'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Me } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../../api/serverClient'
import type { Credentials, SignInState } from '../../features/sign-in/signInState'

export type OnlineSignIn =
  { readonly kind: 'signed-in'; readonly me: Me } | Exclude<SignInState, { kind: 'idle' | 'pending' }>

/** Signs in at the server; every way it can fail is a state that the page has words for. */
export async function signInOnline(client: ServerClient, credentials: Credentials): Promise<OnlineSignIn> {
  try {
    const answer = await client.session.signIn.mutate(credentials)
    switch (answer.status) {
      case 'signed-in':
        return { kind: 'signed-in', me: answer.me }
      case 'wrong':
        return { kind: 'wrong-credentials' }
      case 'too-many-tries':
        return { kind: 'too-many-tries', waitMinutes: Math.ceil(answer.retryAfterSeconds / 60) }
      default:
        return assertNever(answer)
    }
  } catch (error) {
    if (error instanceof TRPCClientError) return { kind: navigator.onLine ? 'server-unreachable' : 'offline' }
    throw error
  }
}
