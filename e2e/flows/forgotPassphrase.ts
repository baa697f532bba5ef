import { expect } from '../house/expect'
import type { World } from '../house/world'
import { choosePassphrase, lock, recoveryPage, signIn, unlock } from '../pages/agentDoor'
import { agentHome, agentQueue } from '../pages/agentHome'
import { recoveriesPart } from '../pages/desk'
import { button, textBox } from '../pages/fields'
import { PASSPHRASE } from './firstSignIn'

const OTHER = '岳麓山下爱晚亭前的枫叶红'

/** A passphrase that nobody remembers: the administrator lets the agent back in, and everything is still there. */
export async function forgotPassphrase({ stage, house, agent, admin }: World): Promise<void> {
  const { unitName, name } = house.signInOf('agent-hehuayuan')
  const tablet = agent.page()
  const recovery = recoveryPage(tablet)
  const desk = recoveriesPart(admin.page())
  await stage.step(agent, 'cannot open the tablet, and finds what to do', async () => {
    await lock(tablet)
    await unlock(tablet, OTHER)
    await expect(tablet.getByRole('main')).toContainText('口令不对')
    await recovery.begin()
    await signIn(tablet, house.signInOf('agent-hehuayuan'))
    await recovery.isOpen()
  })
  await stage.step(agent, 'asks the administrator, and closes the tab meanwhile', async () => {
    await recovery.ask()
    await tablet.reload()
    await recovery.goOn()
  })
  await stage.step(admin, 'sees who asks, with which tablet, and writes down how it was made sure', async () => {
    await admin.page().reload()
    await expect(desk.requests).toHaveCount(1)
    await expect(desk.requests).toContainText(name)
    await expect(desk.requests).toContainText(`${unitName} · 1 号平板`)
    await desk.begin(name, '当面核对了工作证')
  })
  await stage.step(admin, 'lets the agent in', async () => {
    await desk.letIn()
    await expect(desk.requests).toHaveCount(0)
  })
  await stage.step(agent, 'chooses another passphrase, and is in', async () => {
    await recovery.isLetIn()
    await choosePassphrase(tablet, OTHER)
    await agentHome(tablet).goHome()
  })
  await stage.step(agent, 'puts the old one back, which came to mind', async () => {
    await agentHome(tablet).pill.click()
    await agentQueue(tablet).changePassphrase()
    const main = tablet.getByRole('main')
    await textBox(main, '现在的口令').fill(OTHER)
    await textBox(main, '新口令（至少 12 个字符）').fill(PASSPHRASE)
    await textBox(main, '再输入一次').fill(PASSPHRASE)
    await button(main, '换成新口令').click()
    await agentQueue(tablet).isOpen()
  })
  await stage.step(agent, 'chooses six digits until the page is closed, and opens the lock with them', async () => {
    await agentQueue(tablet).changePassphrase()
    const main = tablet.getByRole('main')
    await textBox(main, '新解锁码（6 位数字）').fill('314159')
    await button(main, '使用解锁码').click()
    await lock(tablet)
    await textBox(main, '解锁码（6 位数字）').fill('314159')
    await button(main, '打开').click()
    await expect(main.getByRole('heading', { name: '修改本机口令' })).toBeVisible()
  })
  await stage.step(agent, 'opens the tablet with the passphrase after a reload', async () => {
    await tablet.reload()
    await unlock(tablet, PASSPHRASE)
    await expect(tablet.getByRole('heading', { name: '修改本机口令' })).toBeVisible()
    await agentHome(tablet).goHome()
  })
}
