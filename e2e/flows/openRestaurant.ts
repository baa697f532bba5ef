import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { departmentControl } from '../house/department'
import type { Person } from '../house/people'
import type { World } from '../house/world'
import { signIn } from '../pages/agentDoor'
import { agentHome, lineWith } from '../pages/agentHome'
import { inboxPage, reviewPage } from '../pages/desk'
import { chooseOne, select, textBox } from '../pages/fields'
import { intakePage, type Receipt } from '../pages/intake'
import {
  addRequiredPapers,
  asWindow,
  begin,
  chooseDelivery,
  fillApplicant,
  fillFoodForm,
  handIn,
  tickHotFood,
} from './intakeParts'
import { ITEM } from './takeInOffline'

const THEME = '我要开餐馆'
const FIRE_ITEM = '公众聚集场所投入使用、营业前消防安全检查'
const SIGN_ITEM = '设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批'

/** One thing for the resident, three departments behind it: two at our desks, one with a system of its own. */
export async function openRestaurant(world: World): Promise<void> {
  await takeInTheme(world)
  await decideAtDesks(world)
  await decideAtDepartment(world)
  const { stage, agent } = world
  await stage.step(agent, 'sees the three tasks of the one case decided', async () => {
    const page = agent.page()
    for (const item of [ITEM, FIRE_ITEM, SIGN_ITEM]) {
      const timeline = page.getByRole('main').getByRole('list', { name: `“${item}”的办理经过` })
      await expect(timeline).toContainText('已出证', { timeout: 30_000 })
    }
  })
}

async function takeInTheme({ stage, agent }: World): Promise<Receipt> {
  const page = agent.page()
  const intake = intakePage(page)
  await stage.step(agent, 'answers the guided questions: 80 m² and a signboard make three items', async () => {
    await begin(page, { search: '开饭店', title: THEME })
    await textBox(intake.main, '店面一共有多大？').fill('80')
    await chooseOne(intake.main, '店外要挂招牌、灯箱或者大幅广告吗？', '是')
    await tickHotFood(page, '打算卖些什么？')
    for (const item of [ITEM, FIRE_ITEM, SIGN_ITEM]) {
      await expect(intake.main.getByRole('listitem').filter({ hasText: item })).toBeVisible()
    }
    await asWindow(page)
  })
  await stage.step(agent, 'fills one form for all three, each question once', async () => {
    await intake.goTo('申请人')
    await fillApplicant(page)
    await intake.goTo('表格')
    await fillFoodForm(page)
    await fillFireAndSignForm(page)
    await expect(textBox(intake.main, '经营场所地址')).toHaveCount(1)
  })
  await stage.step(agent, 'takes each paper once', async () => {
    await intake.goTo('材料')
    await expect(intake.material('营业执照')).toHaveCount(1)
    await addRequiredPapers(page)
    await chooseOne(intake.material('从业人员健康证明'), '这份材料', '以后补交')
    await chooseOne(intake.material('规划总平面图或者规划许可'), '这份材料', '以后补交')
  })
  return stage.step(agent, 'hands in one application, online', async () => {
    await intake.goTo('送达与签名')
    await chooseDelivery(page, '到本站领取')
    await intake.sign()
    const receipt = await handIn(page)
    await expect(agentHome(page).pill).toHaveAccessibleName(/^已同步/, { timeout: 30_000 })
    return receipt
  })
}

async function fillFireAndSignForm(page: Page): Promise<void> {
  const { main } = intakePage(page)
  await textBox(main, '所在楼层').fill('1 楼')
  await select(main, '场所性质', '餐饮场所')
  await textBox(main, '疏散出口数量').fill('2')
  await chooseOne(main, '是否设有自动消防设施', '否')
  await chooseOne(main, '是否选择告知承诺方式', '是')
  await textBox(main, '设置位置').fill('门头')
  await textBox(main, '宽').fill('3.2')
  await textBox(main, '高').fill('0.8')
  await select(main, '材质', '亚克力')
  await textBox(main, '数量').fill('1')
}

async function decideAtDesks({ stage, house, marketReviewer, fireReviewer }: World): Promise<void> {
  await stage.step(fireReviewer, 'signs in and finds the fire inspection, and nothing else', async () => {
    const page = fireReviewer.page()
    await page.goto(`${house.deskLine.origin}/staff/`)
    await signIn(page, house.signInOf('reviewer-fire'))
    await inboxPage(page).isOpen()
    await expect(inboxPage(page).rows).toHaveCount(1)
    await expect(inboxPage(page).row(FIRE_ITEM)).toBeVisible()
  })
  await decideAll(stage, marketReviewer, ITEM)
  await decideAll(stage, fireReviewer, FIRE_ITEM)
}

async function decideAll(stage: World['stage'], reviewer: Person, item: string): Promise<void> {
  await stage.step(reviewer, `accepts, approves and issues ${item}`, async () => {
    const page = reviewer.page()
    await inboxPage(page).row(item).click()
    const review = reviewPage(page)
    await expect(review.heading).toHaveText(item)
    await review.decide('受理')
    await review.decide('准予')
    await review.issue()
    await expect(review.section('文书').getByText('结果证照').first()).toBeVisible()
  })
}

async function decideAtDepartment({ stage, house, agent }: World): Promise<void> {
  const department = departmentControl(house.system.department)
  const pulled = () => department.tasks().then((tasks) => tasks.find(({ file }) => file?.itemName === SIGN_ITEM))
  await stage.step(agent, 'waits while the third department is told, pulls and decides over signed HTTP', async () => {
    const home = agentHome(agent.page())
    await home.goHome()
    await lineWith(home.recent, THEME).click()
    await expect.poll(async () => (await pulled())?.taskId, { timeout: 30_000 }).toBeDefined()
    const taskId = (await pulled())?.taskId ?? ''
    for (const act of ['accept', 'approve', 'issue'] as const) {
      await department.act(taskId, act)
      await expect.poll(async () => (await pulled())?.stand).toBe(act)
    }
  })
}
