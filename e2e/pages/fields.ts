import type { Locator } from '@playwright/test'

/** Controls as a person names them. All by role and accessible name. */
export const textBox = (inside: Locator, label: string): Locator =>
  inside.getByRole('textbox', { name: label, exact: true })

export const button = (inside: Locator, label: string): Locator =>
  inside.getByRole('button', { name: label, exact: true })

/** The hint of an option is part of its name; its first words are enough. */
export async function chooseOne(inside: Locator, question: string, answer: string): Promise<void> {
  const group = inside.getByRole('radiogroup', { name: question })
  await group.getByRole('radio', { name: beginningWith(answer) }).check()
}

export async function tick(inside: Locator, question: string, answers: readonly string[]): Promise<void> {
  const group = inside.getByRole('group', { name: question })
  for (const answer of answers) await group.getByRole('checkbox', { name: answer }).check()
}

export async function select(inside: Locator, label: string, option: string): Promise<void> {
  await inside.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option })
}

const beginningWith = (words: string): RegExp => new RegExp(`^\\s*${words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
