import { flushPromises } from '@vue/test-utils'

/** Presses the first button on the screen that says so. */
export function press(words: string): void {
  const buttons = [...document.querySelectorAll('button')]
  buttons.find((one) => one.textContent.includes(words))?.click()
}

/** Opens the dialog that asks for a reason, and writes one. */
export async function writeReason(because: string): Promise<void> {
  press('放弃')
  await flushPromises()
  const box = document.querySelector('textarea')
  if (!box) throw new Error('nobody asks for the reason')
  box.value = because
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}

/** Gives something up, as a person does. */
export async function giveUpByHand(because: string): Promise<void> {
  await writeReason(because)
  press('确认放弃')
}
