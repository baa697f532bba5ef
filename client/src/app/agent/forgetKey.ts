import { watch, type ShallowRef } from 'vue'
import type { Gate } from './gate'
import { exposedTo } from './gateState'
import { later, watchIdleness, type IdleWatch } from './idleWatch'

/** Behind a lock the key stays in the page for so long, and work goes on saving and sending; then it is forgotten. */
export const FORGET_KEY_MS = 30 * 60_000
const TRY_AGAIN_MS = 60_000

/** `forgetNow`: without the half hour, and not before everything typed is on the disk. */
export type KeyForgetting = { readonly forgetNow: () => void }

type ForgetParts = {
  readonly gate: Pick<Gate, 'state'>
  /** Whose tablet lies behind the door; undefined where there is no key to forget. */
  readonly opened: Readonly<ShallowRef<unknown>>
  readonly nowMs: () => number
  /** Resolves when everything that was typed is on the disk; false when it could not be written. */
  readonly settled: () => Promise<boolean>
  /** A fresh page: no key, nothing opened. */
  readonly startAnew: () => void
}

/**
 * Forgets the key of a tablet that has stood locked for a while, but not what was typed: as long as that is not on the
 * disk, it is tried again. For the page's whole life.
 */
export function forgetKeyWhenLocked({ gate, opened, nowMs, settled, startAnew }: ForgetParts): KeyForgetting {
  const running: { watch: IdleWatch | undefined } = { watch: undefined }
  const wait = (idleMs: number): void => {
    running.watch = watchIdleness({ nowMs, idleMs, later, onIdle: () => void forget() })
  }
  const isLocked = (): boolean => opened.value !== undefined && exposedTo(gate.state.value) === undefined

  async function forget(): Promise<void> {
    const isSafe = await settled()
    if (!isLocked()) return
    if (isSafe) startAnew()
    else wait(TRY_AGAIN_MS)
  }

  watch(
    isLocked,
    (locked) => {
      running.watch?.stop()
      running.watch = undefined
      if (locked) wait(FORGET_KEY_MS)
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', () => running.watch?.look())
  return {
    forgetNow: () => {
      running.watch?.stop()
      void forget()
    },
  }
}
