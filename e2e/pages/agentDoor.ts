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

/** A new tablet, as its agent types the code from the paper: in small letters, without dashes. */
export async function enterCode(page: Page, code: string): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: '登记这台平板' })).toBeVisible()
  await textBox(main, '登记码').fill(code.replaceAll('-', '').toLowerCase())
  await button(main, '登记').click()
}

export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: '设置本机口令' })).toBeVisible()
  await textBox(main, '本机口令（至少 12 个字符）').fill(passphrase)
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
  await button(main, '换人登录（需要网络）').click()
  await expect(main.getByRole('heading', { name: '登录帮代办平板' })).toBeVisible()
  await button(main, '返回').click()
  await expect(main.getByRole('heading', { name: '打开本机' })).toBeVisible()
}

/** 找回本机口令: the way back for who forgot it. */
export function recoveryPage(page: Page) {
  const main = page.getByRole('main')
  const isWaiting = () => expect(main.getByRole('status')).toContainText('等管理员放行')
  return {
    begin: () => button(main, '忘记口令（需要网络）').click(),
    isOpen: () => expect(main.getByRole('heading', { name: '找回本机口令' })).toBeVisible(),
    ask: async () => {
      await button(main, '向管理员申请').click()
      await isWaiting()
    },
    takeBack: async () => {
      await button(main, '撤回申请').click()
      await expect(main.getByRole('listitem')).toHaveCount(3)
    },
    /** One time too many in 24 hours. */
    askTooOften: async () => {
      await button(main, '向管理员申请').click()
      await expect(main.getByRole('alert')).toContainText('申请的次数用完了')
    },
    goBack: () => button(main, '返回').click(),
    goOn: async () => {
      await button(main, '查看找回口令的申请').click()
      await isWaiting()
    },
    /** It looks by itself, every few seconds. */
    isLetIn: () => expect(main.getByRole('heading', { name: '设置本机口令' })).toBeVisible({ timeout: 20_000 }),
  }
}

/** From here on the app starts without a network: its worker holds all that a start needs. */
export async function waitUntilInstalled(page: Page): Promise<void> {
  const stateOfWorker = (): Promise<string | undefined> =>
    page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await expect.poll(stateOfWorker).toBe('activated')
}
