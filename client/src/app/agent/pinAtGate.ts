import { assertNever } from '@onetrip/shared/lib/result'
import type { AtGate } from './gateDeps'
import type { PinLock } from './pinLock'

type PinDeps = Pick<AtGate, 'state' | 'forgetKey'> & { readonly pins: PinLock }

/** The short way back into a page that is still open behind its lock. */
export function createPins({ state, forgetKey, pins }: PinDeps) {
  function unlockByPin(pin: string): void {
    const now = state.value
    if (now.kind !== 'unlock') return
    const answer = pins.open({ postId: now.chosen, pin })
    switch (answer.kind) {
      case 'right':
        state.value = answer.inside
        break
      case 'wrong':
        state.value = { ...now, state: { kind: 'wrong-pin', triesLeft: answer.triesLeft } }
        break
      case 'forgotten':
        state.value = { ...now, pinOf: undefined, state: { kind: 'pin-forgotten' } }
        forgetKey()
        break
      default:
        assertNever(answer)
    }
  }

  function choosePin(pin: string | undefined): void {
    if (pin === undefined) pins.forget()
    else if (state.value.kind === 'open') pins.choose(state.value, pin)
  }

  return { unlockByPin, choosePin }
}
