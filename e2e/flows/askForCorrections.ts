import { expect } from '../house/expect'
import { sample } from '../house/samples'
import type { World } from '../house/world'
import { agentHome, agentQueue, lineWith } from '../pages/agentHome'
import { inboxPage, reviewPage } from '../pages/desk'
import { button, textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { APPLICANT } from './people'
import { ITEM, LAYOUT_PAPER } from './takeInOffline'

const AREA = '经营场所面积'

/** What is wrong is told once, in one piece; it is mended with no network and comes back to who asked. */
export async function askForCorrections(world: World): Promise<void> {
  await readCase(world)
  await ask(world)
  await mendOffline(world)
  await comeBack(world)
}

async function readCase({ stage, marketReviewer }: World): Promise<void> {
  const page = marketReviewer.page()
  await stage.step(marketReviewer, 'opens the case: scans beside the form', async () => {
    await inboxPage(page).row(ITEM).click()
    const review = reviewPage(page)
    await expect(review.heading).toHaveText(ITEM)
    await expect(review.section('申请表')).toContainText(APPLICANT.shop)
    await expect(review.pages).toHaveCount(4)
    const scan = review.review.getByRole('img', { name: /^食品经营许可申请书，第 1 页/ })
    await expect.poll(() => scan.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400)
  })
}

async function ask({ stage, agent, marketReviewer }: World): Promise<void> {
  const review = reviewPage(marketReviewer.page())
  await stage.step(marketReviewer, 'asks at once for one field and one material to be corrected', async () => {
    await review.act('补正').click()
    await review.point(AREA)
    await review.point(LAYOUT_PAPER)
    await review.writePoint(LAYOUT_PAPER, '布局图没有标出洗消间，请重新提交。')
    await review.sendCorrection(2)
    await expect(review.review).toContainText('等待补正')
  })
  await stage.step(agent, 'is told of the correction on the tablet', async () => {
    const home = agentHome(agent.page())
    await home.goHome()
    await expect(home.toDo).toContainText('部门要求补正，共 2 处')
  })
}

async function mendOffline({ stage, house, agent }: World): Promise<void> {
  const page = agent.page()
  const intake = intakePage(page)
  await stage.step(agent, 'opens what is asked, with no network', async () => {
    await house.tabletLine.goDown()
    await lineWith(agentHome(page).toDo, ITEM).click()
    await expect(intake.main.getByText('布局图没有标出洗消间，请重新提交。')).toBeVisible()
    await button(intake.main, '开始补正').click()
    await expect(intake.title).toHaveText(`补正：${ITEM}`)
  })
  await stage.step(agent, 'mends the field and the paper', async () => {
    await intake.goTo('表格')
    await textBox(intake.main, AREA).fill('46.5')
    await intake.goTo('材料')
    await button(intake.material(LAYOUT_PAPER), '移除第 1 页').click()
    await expect(intake.pagesOf(LAYOUT_PAPER)).toHaveCount(0)
    await intake.addPages(LAYOUT_PAPER, [sample('lease-signatures.jpg'), sample('floor-plan.jpg')])
    await expect(intake.pagesOf(LAYOUT_PAPER)).toHaveCount(2)
  })
  await stage.step(agent, 'has the changed application signed again, and hands the correction in', async () => {
    await intake.goTo('送达与签名')
    await intake.sign()
    await intake.toCheck()
    await intake.handIn('交回补正')
    await expect(agentHome(page).pill).toHaveAccessibleName(/^离线 · 1 件 \d 张待传/)
  })
}

async function comeBack({ stage, house, agent, marketReviewer }: World): Promise<void> {
  await stage.step(agent, 'comes back online and sends it', async () => {
    await agentHome(agent.page()).pill.click()
    await house.tabletLine.comeUp()
    await agentQueue(agent.page()).syncNow()
    await expect(agentHome(agent.page()).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
  })
  await stage.step(marketReviewer, 'gets it back and sees what was asked beside what stands there now', async () => {
    const review = reviewPage(marketReviewer.page())
    await expect(review.section('补正前后对照')).toContainText(/现在：46[.]5\s*平方米/)
    await expect(review.section('补正前后对照')).toContainText('现在：2 页')
    await expect(review.act('受理')).toBeVisible()
  })
}
