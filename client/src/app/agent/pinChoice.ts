import { ref } from 'vue'
import type { PinChoice } from '../../features/unlock/pin'
import type { Gate } from './gate'

/** What who is inside may do with the PIN of this page; whether there is one shows at once. */
export function createPinChoice(gate: Pick<Gate, 'choosePin'>): PinChoice {
  const hasPin = ref(false)
  return {
    hasPin,
    choose: (pin) => {
      gate.choosePin(pin)
      hasPin.value = true
    },
    forget: () => {
      gate.choosePin(undefined)
      hasPin.value = false
    },
  }
}
