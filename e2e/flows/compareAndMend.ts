import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { changeWords } from '../house/tabletStore'
import type { World } from '../house/world'
import { agentHome, agentQueue, lineWith } from '../pages/agentHome'
import { inboxPage, reviewPage } from '../pages/desk'
import { button, textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import { handInWithGaps } from './intakeParts'

const ITEM = '食品小经营许可（小餐饮）'
const AREA = '经营场所面积'

/** An answer that rests on what is no longer so: it is parked, compared place by place, and handed in anew. */
export async function compareAndMend({ stage, house, agent, marketReviewer }: World): Promise<void> {
  const page = agent.page()
  const home = agentHome(page)
  const review = reviewPage(marketReviewer.page())
  const main = page.getByRole('main')
  await stage.step(agent, 'hands in a case', async () => {
    await handInWithGaps(page, { search: '小餐饮', title: ITEM, answers: { [AREA]: '80' } })
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
  })
  await stage.step(marketReviewer, 'asks for its area to be corrected', async () => {
    await inboxPage(marketReviewer.page()).row(ITEM).click()
    await expect(review.heading).toHaveText(ITEM)
    await review.act('补正').click()
    await review.point(AREA)
    await review.sendCorrection(1)
    await expect(review.review).toContainText('等待补正')
  })
  await stage.step(agent, 'answers it, going by a version that is not the server’s, and is told so', async () => {
    await home.goHome()
    await expect(home.toDo).toContainText('部门要求补正，共 1 处')
    await house.tabletLine.goDown()
    // A sound tablet would know the version; one that was away from a restored server does not.
    await changeWords(page, { baseRevision: 0 })
    await answerArea(page, '75')
    await expect(home.pill).toHaveAccessibleName(/^离线 · 1 件/)
    await changeWords(page, {})
    await home.pill.click()
    await house.tabletLine.comeUp()
    await agentQueue(page).syncNow()
    await expect(home.pill).toHaveAccessibleName(/^需要处理 1/, { timeout: 30_000 })
  })
  await stage.step(agent, 'compares what stood before, what the server has, and what was answered', async () => {
    await button(main, '对照').click()
    const place = page.getByRole('group', { name: AREA })
    await expect(place).toContainText('只有本机改过，先按本机的。')
    for (const value of ['80', '75']) await expect(place).toContainText(value)
    await expect(main.getByText(/^都选好了/)).toBeVisible()
  })
  await stage.step(agent, 'would rather keep what the server has, and thinks better of it', async () => {
    const sides = page.getByRole('group', { name: AREA }).getByRole('radio')
    await sides.first().check()
    await expect(page.getByRole('group', { name: AREA })).toContainText('已选好。')
    await sides.last().check()
  })
  await stage.step(agent, 'takes it over as a draft, which is signed as it stands, and hands it in anew', async () => {
    await button(main, '采用并修改').click()
    await handIn(page)
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
  })
  await stage.step(marketReviewer, 'has the answer', async () => {
    await expect(review.section('补正前后对照')).toContainText(/现在：75\s*平方米/)
  })
}

async function answerArea(page: Page, area: string): Promise<void> {
  const intake = intakePage(page)
  await lineWith(agentHome(page).toDo, ITEM).click()
  await button(intake.main, '开始补正').click()
  await intake.goTo('表格')
  await textBox(intake.main, AREA).fill(area)
  await intake.goTo('送达与签名')
  await intake.sign()
  await handIn(page)
}

async function handIn(page: Page): Promise<void> {
  const intake = intakePage(page)
  await intake.goTo('走前检查')
  await intake.handIn('坚持提交')
  await intake.insist()
}
