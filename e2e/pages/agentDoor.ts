import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import type { SignIn } from '../../.scripts/system.mjs'
import { button, textBox } from './fields'

/** The same page at the agent's door and at the desk's. */
export async function signIn(page: Page, { loginName, password }: SignIn): Promise<void> {
  const main = page.getByRole('main')
  await textBox(main, '登录名').fill(loginName)
  await main.getByLabel('密码', { exact: true }).fill(password)
  await button(main, '登录').click()
}

export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: '设置本机口令' })).toBeVisible()
  await textBox(main, '本机口令（至少 8 个字符）').fill(passphrase)
  await textBox(main, '再输入一次').fill(passphrase)
  await button(main, '保存并开始').click()
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: '打开本机' })).toBeVisible()
  await textBox(main, '本机口令').fill(passphrase)
  await button(main, '打开').click()
}

/** Puts the passphrase before everything, as one does before handing the tablet on. */
export async function lock(page: Page): Promise<void> {
  await button(page.getByRole('banner'), '锁定').click()
  await expect(page.getByRole('heading', { name: '打开本机' })).toBeVisible()
}

/** 换人 is a sign-in at the server; whoever pressed it with no network finds the way back. */
export async function lookAtSignIn(page: Page): Promise<void> {
  const main = page.getByRole('main')
  await button(main, '换人登录或忘记口令（需要网络）').click()
  await expect(main.getByRole('heading', { name: '登录帮代办平板' })).toBeVisible()
  await button(main, '返回').click()
  await expect(main.getByRole('heading', { name: '打开本机' })).toBeVisible()
}

/** From here on the app starts without a network: its worker holds all that a start needs. */
export async function waitUntilInstalled(page: Page): Promise<void> {
  const stateOfWorker = (): Promise<string | undefined> =>
    page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await expect.poll(stateOfWorker).toBe('activated')
}
