import { expect } from '../house/expect'
import type { World } from '../house/world'
import { enterCode, signIn } from '../pages/agentDoor'
import { devicesPage } from '../pages/desk'

/** Letters that a code may have, in an order that no one has been given. */
const GUESS = '0000-0000-0000'

/** A new tablet comes in with a code that the administrator makes for it, and stands in the list from then on. */
export async function registerTablet({ stage, house, agent, admin }: World): Promise<void> {
  const { unitName, name } = house.signInOf('agent-hehuayuan')
  const page = admin.page()
  const devices = devicesPage(page)
  const code = await stage.step(admin, 'makes a code for the station, shown this once', async () => {
    await page.goto(`${house.deskLine.origin}/staff/`)
    await signIn(page, house.signInOf('admin'))
    await devices.isOpen()
    await expect(page.getByRole('main')).toContainText('还没有登记过的平板')
    return devices.mint(unitName)
  })
  await stage.step(admin, 'notes it; the list says that there is one, and not which', async () => {
    await devices.putAway()
    await expect(devices.codes).toHaveCount(1)
    await expect(page.getByRole('main')).not.toContainText(code)
  })
  await stage.step(agent, 'mistypes the code and is told so, with what was typed still there', async () => {
    const tablet = agent.page()
    await enterCode(tablet, GUESS)
    await expect(tablet.getByRole('alert')).toContainText('这个登记码不能用')
    await expect(tablet.getByRole('textbox', { name: '登记码' })).toHaveValue(GUESS)
  })
  await stage.step(agent, 'types it, and is asked for a passphrase of the tablet', async () => {
    await enterCode(agent.page(), code)
    await expect(agent.page().getByRole('heading', { name: '设置本机口令' })).toBeVisible()
  })
  await stage.step(admin, 'sees the tablet in the list, and the code used up', async () => {
    await page.reload()
    await devices.isOpen()
    // The first row holds the names of the columns.
    await expect(devices.rows).toHaveCount(2)
    await expect(devices.rows.last()).toContainText(unitName)
    await expect(devices.rows.last()).toContainText(name)
    await expect(devices.codes).toHaveCount(0)
  })
}
