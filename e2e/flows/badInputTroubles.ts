import type { CDPSession, Locator, Page } from '@playwright/test'
import { expect } from '../house/expect'
import type { ProcessHandle } from '../../.scripts/system.mjs'
import type { World } from '../house/world'
import { agentHome, agentQueue, lineWith } from '../pages/agentHome'
import { button, textBox } from '../pages/fields'
import { unlock } from '../pages/agentDoor'
import { intakePage } from '../pages/intake'
import { AGENT_PATH, PASSPHRASE } from './firstSignIn'
import { NEXT_CASE, type BadInput } from './badInputRow'
import { handInWithGaps } from './intakeParts'
import { APPLICANT } from './people'

/** A surrogate pair, a rare character of the basic plane, and one that is no character of a name at all. */
const RARE_NAME = '欧阳𠮷㛃😀'

/** Names that old systems lose, and machines that fail. */
export const troubleRows: readonly BadInput[] = [
  {
    title: 'emoji and rare Han characters in a name',
    sentence: RARE_NAME,
    act: async ({ page }) => {
      const home = agentHome(page)
      await handInWithGaps(page, { ...NEXT_CASE, name: RARE_NAME })
      await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
      await home.goHome()
      await expect(lineWith(home.recent, RARE_NAME)).toBeVisible()
    },
  },
  {
    title: 'server down',
    sentence: /连不上服务器，(\d\d:\d\d再试，也会在)?恢复后自动上传。/,
    act: async ({ world, page }) => {
      await serverOf(world).kill('SIGKILL')
      await handInWithGaps(page, NEXT_CASE)
      await expect(agentHome(page).pill).toHaveAccessibleName(/^离线 · 1 件/)
      await agentHome(page).pill.click()
    },
    undo: async ({ world, page }) => {
      await serverOf(world).restart()
      await agentQueue(page).syncNow()
      await agentQueue(page).isEmpty()
    },
  },
  fullDisk(),
]

function serverOf({ house }: World): ProcessHandle {
  const [server] = house.system.servers
  if (!server) throw new Error('the house has no server')
  return server
}

function fullDisk(): BadInput {
  const typed = '写到一半，平板满了'
  const override: { session?: CDPSession } = {}
  return {
    title: 'disk quota full',
    sentence: '没有保存上：平板的存储空间满了',
    act: async ({ world: { agent, house }, openDraft }) => {
      // From a cold start: for half a minute the browser trusts what it knew of the space.
      const { usage = 0 } = await agent.page().evaluate(() => navigator.storage.estimate())
      await agent.shutDown()
      const page = await agent.startCold(AGENT_PATH, async (tab) => {
        override.session = await tab.context().newCDPSession(tab)
        const quota = { origin: house.tabletLine.origin, quotaSize: usage }
        await override.session.send('Storage.overrideQuotaForOrigin', quota)
      })
      await unlock(page, PASSPHRASE)
      await agentHome(page).isOpen()
      await openDraft()
      await intakePage(page).goTo('申请人')
      await addressBox(page).fill(typed)
    },
    undo: async ({ page }) => {
      const { main, saved } = intakePage(page)
      await expect(addressBox(page)).toHaveValue(typed)
      // The quota is that of the tablet again as soon as nobody holds it down.
      await override.session?.detach()
      await button(main, '现在再存一次').click()
      await expect(saved).toBeVisible()
      await page.reload()
      await unlock(page, PASSPHRASE)
      await expect(addressBox(page)).toHaveValue(typed)
      await addressBox(page).fill(APPLICANT.address)
      await expect(saved).toBeVisible()
    },
  }
}

const addressBox = (page: Page): Locator => textBox(intakePage(page).party('申请人'), '住址')
