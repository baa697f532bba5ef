import { inject, type InjectionKey, type Ref } from 'vue'

/** A PIN has six digits. */
const PIN = /^\d{6}$/
const ROWS = ['01234567890', '09876543210']

/** What is wrong with a new PIN: the first that anybody tries are none. */
export function findPinFault(pin: string): 'notSixDigits' | 'tooSimple' | undefined {
  if (!PIN.test(pin)) return 'notSixDigits'
  const isRow = ROWS.some((row) => row.includes(pin))
  return isRow || new Set(pin).size < 3 ? 'tooSimple' : undefined
}

/** The short way back for who is inside, for as long as this page lives. */
export type PinChoice = {
  readonly hasPin: Readonly<Ref<boolean>>
  readonly choose: (pin: string) => void
  readonly forget: () => void
}

export const PIN_CHOICE: InjectionKey<PinChoice> = Symbol('pin choice')

export function usePinChoice(): PinChoice {
  const choice = inject(PIN_CHOICE)
  if (!choice) throw new Error('nobody keeps PINs: app.provide(PIN_CHOICE, …) is missing')
  return choice
}
