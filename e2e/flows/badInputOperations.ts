import type { Page, Request } from '@playwright/test'
import { expect } from '../house/expect'
import { findPostId } from '../house/api'
import { changeWords, unseal } from '../house/tabletStore'
import type { World } from '../house/world'
import { unlock } from '../pages/agentDoor'
import { agentHome, agentQueue } from '../pages/agentHome'
import { button, textBox } from '../pages/fields'
import { NEXT_CASE, type BadInput } from './badInputRow'
import { PASSPHRASE } from './firstSignIn'
import { handInWithGaps } from './intakeParts'

/** Operations that a sound tablet would not send. */
export const operationRows: readonly BadInput[] = [
  {
    title: 'unknown operation version',
    sentence: '等服务器或应用更新',
    act: async ({ world, page }) => sendChanged(world, page, { v: 99 }),
    // The server has been updated: now it knows the version.
    undo: async ({ page }) => {
      await changeWords(page, { v: 1 })
      await unseal(page)
      await agentQueue(page).syncNow()
      await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    },
  },
  {
    title: 'operation for a foreign station',
    // Another's work under this session: the server takes nothing, and the tablet keeps all.
    sentence: '登录已过期。重新登录后自动上传，内容都在。',
    complaint: /status of 401/,
    act: async ({ world, page }) => sendChanged(world, page, { authorPostId: await postIdOf(world, 'agent-fengquan') }),
    undo: async ({ world, page }) => {
      await changeWords(page, { authorPostId: await postIdOf(world, 'agent-hehuayuan') })
      await unseal(page)
      await agentQueue(page).syncNow()
      await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    },
  },
  {
    title: 'operation for a foreign district',
    sentence: '您的岗位不能办这一步',
    act: async ({ world, page }) => {
      await sendChanged(world, page, { districtId: '430103' })
      await expect(agentHome(page).pill).toHaveAccessibleName(/^需要处理 1/)
    },
    undo: giveUp,
  },
  {
    title: 'the same operation twice',
    sentence: '全部送达，本机没有未上传的内容。',
    act: async ({ page }) => {
      const pushed = page.waitForRequest((request) => request.url().includes('sync.push'))
      await handInWithGaps(page, NEXT_CASE)
      await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
      const home = agentHome(page)
      await home.goHome()
      const before = await home.recent.getByRole('button').count()
      expect(await sendAgain(page, await pushed)).toContain('"status":"applied"')
      await page.reload()
      await unlock(page, PASSPHRASE)
      await expect(home.recent.getByRole('button')).toHaveCount(before)
      await home.pill.click()
    },
  },
]

const postIdOf = ({ house }: World, loginName: string): Promise<string> =>
  findPostId(house.tabletLine.origin, house.signInOf(loginName))

/** Hands in with no network and with changed words, and lets it go. */
async function sendChanged({ house }: World, page: Page, change: Readonly<Record<string, unknown>>): Promise<void> {
  await house.tabletLine.goDown()
  await changeWords(page, change)
  await handInWithGaps(page, NEXT_CASE)
  await changeWords(page, {})
  await agentHome(page).pill.click()
  await house.tabletLine.comeUp()
  await agentQueue(page).syncNow()
}

async function giveUp({ page }: { readonly page: Page }): Promise<void> {
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  await button(main, '放弃').click()
  await textBox(dialog, '放弃的原因').fill('收错了站点，已请申请人到原服务点办理。')
  await button(dialog, '确认放弃').click()
  await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
}

/** The very bytes that the app sent, once more from the same page. */
async function sendAgain(page: Page, request: Request): Promise<string> {
  const {
    'content-type': type = '',
    'x-onetrip-app': app = '',
    'x-onetrip-protocol': protocol = '',
  } = request.headers()
  const body = request.postDataBuffer()?.toString('base64') ?? ''
  return page.evaluate(
    async ({ url, base64, headers }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const response = await fetch(url, { method: 'POST', headers, body: bytes })
      return response.text()
    },
    {
      url: request.url(),
      base64: body,
      headers: { 'content-type': type, 'x-onetrip-app': app, 'x-onetrip-protocol': protocol },
    },
  )
}
