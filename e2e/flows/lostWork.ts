import { expect } from '../house/expect'
import { countCopies, cutNewestCopy, loseWork } from '../house/tabletStore'
import type { World } from '../house/world'
import { unlock } from '../pages/agentDoor'
import { agentHome, agentQueue, lineWith } from '../pages/agentHome'
import { button, textBox } from '../pages/fields'
import { NEXT_CASE } from './badInputRow'
import { PASSPHRASE } from './firstSignIn'
import { handInWithGaps } from './intakeParts'

/** A tablet whose storage loses what was handed in: its second copy brings it, and what that cannot bring is told. */
export async function lostWork({ stage, house, agent }: World): Promise<void> {
  const page = agent.page()
  const main = page.getByRole('main')
  const home = agentHome(page)
  const queue = agentQueue(page)

  /** Hands in with no network; then the tablet loses it, and is opened again. */
  async function handInAndLose(name: string, harm: () => Promise<void> = async () => undefined): Promise<void> {
    await house.tabletLine.goDown()
    const before = await countCopies(page)
    await handInWithGaps(page, { ...NEXT_CASE, name })
    await expect.poll(() => countCopies(page)).toBe(before + 1)
    await harm()
    await loseWork(page)
    await page.reload()
    await unlock(page, PASSPHRASE)
    await home.goHome()
  }

  await stage.step(
    agent,
    'opens a tablet that has lost what was handed in, and is not told that it arrived',
    async () => {
      await handInAndLose('样例丢失')
      await expect(home.pill).toHaveAccessibleName(/1 件/, { timeout: 30_000 })
      await expect(lineWith(home.recent, '样例丢失')).toContainText('只在本机')
      await home.pill.click()
      await expect(main).toContainText('平板丢失了 1 步已提交的内容，还留着封好的备份')
    },
  )
  await stage.step(agent, 'has the network again: it comes from its second copy', async () => {
    await house.tabletLine.comeUp()
    await queue.isEmpty()
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    await home.goHome()
    await expect(lineWith(home.recent, '样例丢失')).toContainText('部门已收件')
  })
  await stage.step(agent, 'reads of one whose second copy is damaged, too', async () => {
    await handInAndLose('样例损坏', () => cutNewestCopy(page))
    await house.tabletLine.comeUp()
    await expect(home.pill).toHaveAccessibleName(/^需要处理 1/, { timeout: 30_000 })
    await home.pill.click()
    await expect(queue.cases).toHaveCount(1)
    await expect(queue.cases).toContainText('封好的备份也已经损坏，读不出来')
  })
  await stage.step(agent, 'gives it up, and says why', async () => {
    await button(queue.cases, '放弃').click()
    await textBox(page.getByRole('dialog'), '放弃的原因').fill('备份损坏，已请申请人再签一次')
  })
  await stage.step(agent, 'is done with it once the reason is on record', async () => {
    await button(page.getByRole('dialog'), '确认放弃').click()
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    await queue.isEmpty()
    await home.goHome()
    await expect(lineWith(home.unfinished, '样例损坏')).toBeVisible()
    await expect(home.recent).not.toContainText('样例损坏')
  })
}
