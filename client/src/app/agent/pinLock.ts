import type { Inside } from './gateState'

/** Five guesses in a million. */
export const MOST_WRONG_PINS = 5

export type PinAnswer =
  | { readonly kind: 'right'; readonly inside: Inside }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** That was one too many, or there is none: only the passphrase opens now. */
  | { readonly kind: 'forgotten' }

/** A short way back into a page that is still open behind its lock. In memory only: a PIN on the disk is guessed in days. */
export type PinLock = {
  /** Six digits for who is inside. */
  readonly choose: (inside: Inside, pin: string) => void
  readonly forget: () => void
  /** Whom a PIN lets in. */
  readonly owner: () => string | undefined
  readonly open: (typed: { readonly postId: string; readonly pin: string }) => PinAnswer
}

export function createPinLock(): PinLock {
  const held: { now: { readonly inside: Inside; readonly pin: string; wrong: number } | undefined } = { now: undefined }
  const forget = (): void => {
    held.now = undefined
  }
  return {
    choose: (inside, pin) => {
      held.now = { inside, pin, wrong: 0 }
    },
    forget,
    owner: () => held.now?.inside.me.postId,
    open: ({ postId, pin }) => {
      const { now } = held
      if (now?.inside.me.postId !== postId) return { kind: 'forgotten' }
      if (now.pin === pin) {
        now.wrong = 0
        return { kind: 'right', inside: now.inside }
      }
      now.wrong += 1
      if (now.wrong < MOST_WRONG_PINS) return { kind: 'wrong', triesLeft: MOST_WRONG_PINS - now.wrong }
      forget()
      return { kind: 'forgotten' }
    },
  }
}
