import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Me, SignInAnswer, SignInInput } from '@onetrip/shared/wire/session'
import type { Reply } from '../api/reply'
import { useDesk } from './desk'
import { forgetDrafts, hasDrafts } from './staffDrafts'
import { waitMinutes } from './waitMinutes'

export type SignInProgress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }
  | { readonly kind: 'server-unreachable' }
  | { readonly kind: 'offline' }

export type SessionState =
  | { readonly kind: 'asking' }
  /** Who sits here is not known, and without the server it cannot be. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-out'; readonly signIn: SignInProgress; readonly hasExpired: boolean }
  | { readonly kind: 'signed-in'; readonly me: Me }

/** Who sits at the desk, as the server says it. */
export const useStaffSessionStore = defineStore('staff-session', () => {
  const { api, storage, isOnline } = useDesk()
  const state = shallowRef<SessionState>({ kind: 'asking' })
  const me = computed(() => (state.value.kind === 'signed-in' ? state.value.me : undefined))

  const leave = (hasExpired: boolean): void => {
    state.value = { kind: 'signed-out', signIn: { kind: 'idle' }, hasExpired }
  }

  async function begin(): Promise<void> {
    state.value = { kind: 'asking' }
    const reply = await api.who()
    if (reply.kind !== 'answer') state.value = { kind: 'unreachable' }
    else if (reply.answer.me) state.value = { kind: 'signed-in', me: reply.answer.me }
    else leave(false)
  }

  async function signIn(credentials: SignInInput): Promise<void> {
    const before = state.value
    if (before.kind !== 'signed-out' || before.signIn.kind === 'pending') return
    state.value = { ...before, signIn: { kind: 'pending' } }
    const reply = await api.signIn(credentials)
    const signedIn = reply.kind === 'answer' && reply.answer.status === 'signed-in' ? reply.answer.me : undefined
    state.value = signedIn ? { kind: 'signed-in', me: signedIn } : { ...before, signIn: readSignIn(reply, isOnline()) }
  }

  /** Whether signing out would throw away what was written and not sent. */
  const hasUnsentText = (): boolean => me.value !== undefined && hasDrafts(storage, me.value.postId)

  /**
   * False when the server did not hear it: then the session stands, and so does the screen. Unsent text is forgotten:
   * ask first.
   */
  async function signOut(): Promise<boolean> {
    const reply = await api.signOut()
    if (reply.kind !== 'answer' && reply.kind !== 'signed-out') return false
    forgetDrafts(storage)
    leave(false)
    return true
  }

  /** The server no longer knows the session. Unsent text is kept for whoever signs in at the same post. */
  function expire(): void {
    if (state.value.kind === 'signed-in') leave(true)
  }

  return { state, me, begin, signIn, hasUnsentText, signOut, expire }
})

function readSignIn(reply: Reply<SignInAnswer>, isOnline: boolean): SignInProgress {
  if (reply.kind === 'busy') return { kind: 'too-many-tries', waitMinutes: waitMinutes(reply.retryAfterMs / 1000) }
  if (reply.kind !== 'answer') return { kind: isOnline ? 'server-unreachable' : 'offline' }
  switch (reply.answer.status) {
    case 'signed-in':
      return { kind: 'idle' }
    case 'wrong':
      return { kind: 'wrong-credentials' }
    case 'too-many-tries':
      return { kind: 'too-many-tries', waitMinutes: waitMinutes(reply.answer.retryAfterSeconds) }
    default:
      return assertNever(reply.answer)
  }
}
