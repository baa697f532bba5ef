import { expect } from '../house/expect'
import { sample } from '../house/samples'
import { losePage } from '../house/tabletStore'
import type { World } from '../house/world'
import { agentHome, lineWith } from '../pages/agentHome'
import { inboxPage } from '../pages/desk'
import { button } from '../pages/fields'
import { handInWithGaps } from './intakeParts'

const ITEM = '食品小经营许可（小餐饮）'

/** A page that no tablet sends any more: the agent sees which it is, takes it anew, and the case arrives whole. */
export async function missingPage({ stage, house, agent, marketReviewer }: World): Promise<void> {
  const page = agent.page()
  const home = agentHome(page)
  const main = page.getByRole('main')
  const missing = main.getByRole('region', { name: '还有 1 张扫描件没有送达' })
  await stage.step(agent, 'hands in with one page, and the tablet loses it before it goes', async () => {
    await house.tabletLine.goDown()
    const name = '样例缺页'
    await handInWithGaps(page, { search: '小餐饮', title: ITEM, name, page: 'business-licence.jpg' })
    await losePage(page)
    await house.tabletLine.comeUp()
    await home.goHome()
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    await lineWith(home.recent, name).click()
    await expect(missing).toBeVisible()
  })
  await stage.step(agent, 'asks which page is missing', async () => {
    await button(missing, '看是哪几页').click()
    await expect(missing.getByRole('listitem')).toHaveCount(1)
    await expect(missing).toContainText('不在这台平板上。')
  })
  await stage.step(agent, 'takes it anew, and the case arrives whole', async () => {
    await missing.getByLabel('选择文件').setInputFiles(sample('business-licence.jpg'))
    await expect(missing).toBeHidden({ timeout: 30_000 })
    await expect(main).toContainText('1 / 1 张已送达')
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
  })
  await stage.step(marketReviewer, 'has it in the inbox', async () => {
    await expect(inboxPage(marketReviewer.page()).row(ITEM)).toBeVisible()
  })
}
