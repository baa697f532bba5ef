import { expect } from '../house/expect'
import { agentHome } from '../pages/agentHome'
import { choosePassphrase, signIn, waitUntilInstalled } from '../pages/agentDoor'
import { registerTablet } from './registerTablet'
import type { World } from '../house/world'

export const PASSPHRASE = '芙蓉国里 2026 年春'
/** The slow timer behind pokes is out of the way: what arrives in this story arrives by a poke. */
export const AGENT_PATH = '/agent/?pullEveryMs=600000'

/** The one time that the agent needs a network to begin. */
export async function firstSignIn(world: World): Promise<void> {
  const { stage, house, agent } = world
  await stage.step(agent, 'opens the app and reads why to sign in', async () => {
    const page = await agent.startCold(AGENT_PATH)
    await expect(page.getByRole('heading', { name: '登录帮代办平板' })).toBeVisible()
  })
  await stage.step(agent, 'mistypes the password and is told so', async () => {
    const page = agent.page()
    await signIn(page, { ...house.signInOf('agent-hehuayuan'), password: 'not this' })
    await expect(page.getByRole('alert')).toContainText('登录名或密码不对')
  })
  await stage.step(agent, 'signs in, and is asked for the code of a new tablet', async () => {
    await signIn(agent.page(), house.signInOf('agent-hehuayuan'))
    await expect(agent.page().getByRole('heading', { name: '登记这台平板' })).toBeVisible()
  })
  await registerTablet(world)
  await stage.step(agent, 'sets it; the catalogue comes, and the app is installed', async () => {
    const page = agent.page()
    await choosePassphrase(page, PASSPHRASE)
    const home = agentHome(page)
    await home.isOpen()
    await expect(home.offers.getByRole('button').first()).toBeVisible()
    await expect(home.pill).toHaveAccessibleName(/^已同步/)
    await waitUntilInstalled(page)
  })
}
