import { expect } from '../house/expect'
import type { World } from '../house/world'
import { devicesPage } from '../pages/desk'
import { AGENT_PATH } from './firstSignIn'

/** The tablet's end, whoever holds it: told as soon as it is online, and then nothing of its agent is left on it. */
export async function revokeTablet({ stage, house, agent, admin }: World): Promise<void> {
  const { unitName } = house.signInOf('agent-hehuayuan')
  const page = admin.page()
  const devices = devicesPage(page)
  await stage.step(admin, 'reads what goes with the tablet before it is revoked, and gives a reason', async () => {
    // Nobody has the app open: an unlocked one might be told first.
    await agent.page().goto('about:blank')
    await page.reload()
    await devices.isOpen()
    await expect(devices.rows.last()).toContainText('没有')
    await devices.beginRevoking(`${unitName} 1 号平板`, '平板遗失')
  })
  await stage.step(admin, 'revokes it', async () => {
    await devices.revoke()
    await expect(devices.rows.last()).toContainText('已停用')
    await expect(devices.rows.last()).toContainText('平板遗失')
  })
  await stage.step(agent, 'turns the tablet on, which is emptied before anybody unlocks it, and says so', async () => {
    const tablet = await agent.reopenTab(AGENT_PATH)
    await expect(tablet.getByRole('heading', { name: '这台平板已被管理员停用' })).toBeVisible()
    await expect(tablet.getByRole('main')).toContainText('已经从这台平板上清除')
    const stores = await tablet.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    expect(stores.filter((name) => name?.match(/^onetrip-[0-9a-f]{8}-/))).toEqual([])
  })
  await stage.step(agent, 'begins anew, as on a tablet that nobody has used', async () => {
    const tablet = agent.page()
    await tablet.getByRole('button', { name: '从头开始' }).click()
    await expect(tablet.getByRole('heading', { name: '登录帮代办平板' })).toBeVisible()
  })
}
