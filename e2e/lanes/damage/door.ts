// How a person comes in again after the browser's store was harmed, and what the screen says on the way.
import type { Page } from '@playwright/test'
import type { SignIn } from '../../../.scripts/system.mjs'
import { expect } from '../../house/expect'
import { choosePassphrase, enterCode, signIn } from '../../pages/agentDoor'
import { agentHome } from '../../pages/agentHome'
import { PASSPHRASE, unlockWhole } from '../laneTablet'

/** What stands at the door. `words`: all that is on the screen. */
export type Door = { readonly kind: 'lock' | 'new-tablet' | 'closed'; readonly words: string }

const NEW = '登录帮代办平板'
const CODE = '登记这台平板'
const PASS = '设置本机口令'
const CLOSED = '平板的存储打不开'

const headed = (page: Page, title: string) => page.getByRole('main').getByRole('heading', { name: title, level: 1 })
const alerted = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words })

export async function readDoor(page: Page): Promise<Door> {
  const lock = page.getByRole('main').getByRole('textbox', { name: '本机口令' })
  await expect(lock.or(headed(page, NEW)).or(alerted(page, CLOSED)).first()).toBeVisible()
  const words = await wordsOn(page)
  if (await alerted(page, CLOSED).isVisible()) return { kind: 'closed', words }
  return { kind: (await headed(page, NEW).isVisible()) ? 'new-tablet' : 'lock', words }
}

/** Notices above the page are on the screen, too. */
export const wordsOn = async (page: Page): Promise<string> =>
  (await page.locator('body').innerText()).replaceAll(/\s*\n\s*/g, ' / ')

/** Second copies lie there, and whoever stands at the door is told so, and what to do. */
export const isToldOfCopies = (page: Page): Promise<void> => expect(page.locator('body')).toContainText('份封好的备份')

/** By the passphrase where there is a lock; else as the first time, with a network. False: the store would not have it. */
export async function comeIn(page: Page, { kind }: Door, agent: SignIn): Promise<boolean> {
  if (kind === 'lock') {
    await unlockWhole(page)
    return true
  }
  await signIn(page, agent)
  const next = headed(page, CODE).or(headed(page, PASS))
  await expect(next.or(alerted(page, '平板存储出错'))).toBeVisible()
  if (!(await next.isVisible())) return false
  if (await headed(page, CODE).isVisible()) await enterCode(page, agent.registrationCode ?? '')
  await choosePassphrase(page, PASSPHRASE)
  await agentHome(page).isOpen()
  return true
}

/** A browser that was killed may not have written down that somebody was signed in: then the page asks for it. */
export async function signInWhereAsked(page: Page, agent: SignIn): Promise<void> {
  const again = page.getByRole('button', { name: '重新登录', exact: true })
  if (!(await again.isVisible())) return
  await again.click()
  await signIn(page, agent)
  await expect(agentHome(page).pill).toBeVisible()
}
