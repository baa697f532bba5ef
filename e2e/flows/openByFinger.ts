import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import type { World } from '../house/world'
import { lock, unlock } from '../pages/agentDoor'
import { agentHome, agentQueue } from '../pages/agentHome'
import { button, textBox } from '../pages/fields'
import { PASSPHRASE } from './firstSignIn'

const OPEN = '用指纹或屏幕锁打开'

/** The tablet's own lock beside the passphrase, from 修改本机口令 on; with no network, and off again at the end. */
export async function openByFinger({ stage, house, agent }: World): Promise<void> {
  const tablet = agent.page()
  const main = tablet.getByRole('main')
  const isInside = () => expect(main.getByRole('heading', { name: '修改本机口令' })).toBeVisible()
  const finger = await giveFinger(tablet)
  await stage.step(agent, 'lets the fingerprint open the tablet beside the passphrase', async () => {
    await house.tabletLine.goDown()
    await textBox(main, '本机口令').fill(PASSPHRASE)
    await button(main, '启用指纹或屏幕锁').click()
    await expect(button(main, '停用指纹或屏幕锁')).toBeVisible()
    await button(main, '停用指纹或屏幕锁').scrollIntoViewIfNeeded()
  })
  await stage.step(agent, 'opens it with the fingerprint after a reload, with no network', async () => {
    await tablet.reload()
    await button(main, OPEN).click()
    await isInside()
  })
  await stage.step(agent, 'is not known by the fingerprint at the lock, and reads what else opens it', async () => {
    await lock(tablet)
    // The last time: Chromium asks until the reader is blocked.
    await finger.forgetPerson()
    await button(main, OPEN).click()
    await expect(main.getByRole('alert')).toContainText('指纹或屏幕锁没有打开本机')
  })
  await stage.step(
    agent,
    'opens it with the passphrase, and turns the fingerprint off again',
    async () => {
      await unlock(tablet, PASSPHRASE)
      await isInside()
      await button(main, '停用指纹或屏幕锁').click()
      await expect(button(main, '启用指纹或屏幕锁')).toBeVisible()
    },
    async () => {
      // Whoever signs in anew while something is under way has the browser complain of it.
      await house.tabletLine.comeUp()
      await agentHome(tablet).pill.click()
      await agentQueue(tablet).syncNow()
      await expect(agentHome(tablet).pill).toHaveAccessibleName(/^已同步/)
    },
  )
}

/** A fingerprint reader that Chromium plays, for as long as the tab lives. */
async function giveFinger(page: Page) {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    forgetPerson: () => devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
  }
}
