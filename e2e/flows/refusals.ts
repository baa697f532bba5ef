import { expect } from '../house/expect'
import type { World } from '../house/world'
import { agentHome, lineWith } from '../pages/agentHome'
import { inboxPage, reviewPage } from '../pages/desk'
import { handInWithGaps } from './intakeParts'

const ENDED = '老年优待证办理'
const REFUSED = '食品小经营许可（小餐饮）'
const REASON = '经营面积超过小餐饮的上限，不属于食品小经营许可的范围（样例）。'
const WHERE_TO_GO = '请改办“食品经营许可（餐饮服务）新办”，在本社区就能办。'

/** Two ways to hear no: before the application, from the catalogue; and after it, from the department. */
export async function refusals({ stage, agent, marketReviewer }: World): Promise<void> {
  const page = agent.page()
  const home = agentHome(page)
  await stage.step(agent, 'asks for the expired 老年优待证 and reads why there is none, and what to do', async () => {
    await home.goHome()
    await home.search('老年证')
    await lineWith(home.offers, ENDED).click()
    await expect(home.alert).toContainText(`“${ENDED}”不能再收件`)
    await expect(home.alert).toContainText('2022')
    await expect(home.alert).toContainText('凭居民身份证即可享受各项优待')
    await expect(home.unfinished).not.toContainText(ENDED)
  })
  await stage.step(agent, 'takes in an application with gaps, because the applicant insists', async () => {
    await handInWithGaps(page, { search: '小餐饮', title: REFUSED, answers: { 经营场所面积: '80' } })
    await expect(home.pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
  })
  await stage.step(marketReviewer, 'sees that they insisted, and refuses to accept: why, and where to go', async () => {
    const desk = marketReviewer.page()
    await inboxPage(desk).row(REFUSED).click()
    const review = reviewPage(desk)
    await expect(review.heading).toHaveText(REFUSED)
    await expect(review.review).toContainText('申请人坚持提交')
    await review.refuse({ reason: REASON, whereToGo: WHERE_TO_GO })
    await expect(review.review).toContainText('不予受理通知书')
  })
  await stage.step(agent, 'reads reason and where to go on the tablet', async () => {
    await home.goHome()
    await lineWith(home.recent, REFUSED).click()
    await expect(page.getByRole('main')).toContainText(REASON)
    await expect(page.getByRole('main')).toContainText(WHERE_TO_GO)
  })
}
