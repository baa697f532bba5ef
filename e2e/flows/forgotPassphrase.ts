import { MAX_RECOVERIES_A_DAY } from '@onetrip/shared/wire/recovery'
import { expect } from '../house/expect'
import type { World } from '../house/world'
import { choosePassphrase, lock, recoveryPage, signIn, unlock } from '../pages/agentDoor'
import { agentHome, agentQueue } from '../pages/agentHome'
import { recoveriesPart } from '../pages/desk'
import { button, textBox } from '../pages/fields'
import { PASSPHRASE } from './firstSignIn'
import { openByFinger } from './openByFinger'

const OTHER = '岳麓山下爱晚亭前的枫叶红'

const PROOF = '电话核实：工号与身份证后四位相符'

/** A passphrase that nobody remembers: two of the office let the agent back in, and everything is still there. */
export async function forgotPassphrase(world: World): Promise<void> {
  const { stage, house, agent, admin, otherAdmin } = world
  const { unitName, name } = house.signInOf('agent-hehuayuan')
  const tablet = agent.page()
  const recovery = recoveryPage(tablet)
  const desk = recoveriesPart(admin.page())
  const otherDesk = recoveriesPart(otherAdmin.page())
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
    await desk.beginVouching(name, PROOF)
  })
  await stage.step(admin, 'vouches for the agent, which lets nobody in yet', async () => {
    await desk.vouch()
    await expect(desk.requests).toContainText('等另一位管理员复核')
    await expect(admin.page().getByRole('button', { name: /放行/ })).toHaveCount(1)
  })
  await stage.step(otherAdmin, 'reads what the first one wrote', async () => {
    const page = otherAdmin.page()
    await page.goto(`${house.deskLine.origin}/staff/`)
    await signIn(page, house.signInOf('admin-2'))
    await expect(otherDesk.requests).toContainText(`${house.signInOf('admin').name}已初核`)
    await expect(otherDesk.requests).toContainText(PROOF)
  })
  await stage.step(otherAdmin, 'makes sure once more', async () => {
    await otherDesk.beginLettingIn(name, '当面核对了工作证')
  })
  await stage.step(otherAdmin, 'lets the agent in', async () => {
    await otherDesk.letIn()
    await expect(otherDesk.requests).toHaveCount(0)
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
  })
  await openByFinger(world)
  await stage.step(agent, 'asks again and again, and is told from when on it can be asked', async () => {
    await agentHome(tablet).goHome()
    await lock(tablet)
    await recovery.begin()
    await signIn(tablet, house.signInOf('agent-hehuayuan'))
    await recovery.isOpen()
    for (let nth = 2; nth <= MAX_RECOVERIES_A_DAY; nth += 1) {
      await recovery.ask()
      await recovery.takeBack()
    }
    await recovery.askTooOften()
    // The browser says it of the one request too many, and of nothing else.
    expect(agent.complaints().filter((complaint) => !complaint.includes('429'))).toEqual([])
  })
  await stage.step(agent, 'remembers it after all', async () => {
    await recovery.goBack()
    await unlock(tablet, PASSPHRASE)
    await agentHome(tablet).goHome()
  })
}
