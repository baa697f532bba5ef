import { expect } from '../house/expect'
import { sample } from '../house/samples'
import { readWaiting } from '../house/tabletStore'
import type { World } from '../house/world'
import { lock, lookAtSignIn, unlock } from '../pages/agentDoor'
import { agentHome, agentQueue, lineWith } from '../pages/agentHome'
import { chooseOne, textBox } from '../pages/fields'
import { intakePage, readReceipt, type Receipt } from '../pages/intake'
import { AGENT_PATH, PASSPHRASE } from './firstSignIn'
import { asWindow, chooseDelivery, fillApplicant, fillFoodForm, tickHotFood } from './intakeParts'
import { APPLICANT } from './people'

export const ITEM = '食品经营许可（餐饮服务）新办'
export const FORM_PAPER = '食品经营许可申请书'
export const LAYOUT_PAPER = '主要设备设施布局、操作流程'
const RULES_PAPER = '食品安全规章制度目录清单'

/** A whole application in airplane mode, from a cold start to the receipt. Answers what the resident takes along. */
export async function takeInOffline(world: World): Promise<Receipt> {
  const { stage, house, agent } = world
  await stage.step(agent, 'starts cold with no network and unlocks by passphrase', async () => {
    await agent.shutDown()
    await house.tabletLine.goDown()
    const page = await agent.startCold(AGENT_PATH)
    await unlock(page, PASSPHRASE)
    await agentHome(page).isOpen()
    await expect(agentHome(page).pill).toHaveAccessibleName(/^离线 · 没有待传/)
  })
  await chooseItem(world)
  await stateWho(world)
  await answerForm(world)
  await lockAndGoOn(world)
  await addPapers(world)
  await closeTabAndResume(world)
  await agreeAndSign(world)
  return handIn(world)
}

async function chooseItem({ stage, agent }: World): Promise<void> {
  const page = agent.page()
  await stage.step(agent, 'finds 食品经营许可 by pinyin initials', async () => {
    const home = agentHome(page)
    await home.search('spjyxk')
    await expect(lineWith(home.offers, ITEM)).toBeVisible()
  })
  await stage.step(agent, 'begins an application as receiving window', async () => {
    await lineWith(agentHome(page).offers, ITEM).click()
    const intake = intakePage(page)
    await expect(intake.title).toHaveText(ITEM)
    await asWindow(page)
    await expect(intake.saved).toBeVisible()
  })
}

async function stateWho({ stage, agent }: World): Promise<void> {
  const page = agent.page()
  const intake = intakePage(page)
  const applicant = intake.party('申请人')
  await stage.step(agent, 'mistypes the id number and reads what is wrong with it', async () => {
    await intake.next()
    await textBox(applicant, '姓名').fill(APPLICANT.name)
    await textBox(applicant, '证件号码').fill(APPLICANT.mistypedIdNumber)
    await expect(applicant).toContainText('最后一位校验不符，多半有一位抄错了。请对照证件逐位核对。')
  })
  await stage.step(agent, 'mends it; the number passes its checksum', async () => {
    await fillApplicant(page)
    await expect(applicant).toContainText('号码校验通过')
    await expect(intake.saved).toBeVisible()
  })
}

async function answerForm({ stage, agent }: World): Promise<void> {
  await stage.step(agent, 'fills the form of the item', async () => {
    const page = agent.page()
    const { main, next, saved } = intakePage(page)
    await next()
    await fillFoodForm(page)
    await textBox(main, '经营场所面积').fill('48')
    await tickHotFood(page, '经营项目')
    await expect(saved).toBeVisible()
  })
}

async function lockAndGoOn({ stage, agent }: World): Promise<void> {
  const page = agent.page()
  await stage.step(agent, 'locks the tablet for a moment: nothing of the applicant is left on the screen', async () => {
    await lock(page)
    await expect(page.getByText(APPLICANT.shop)).toHaveCount(0)
    await lookAtSignIn(page)
  })
  await stage.step(agent, 'opens it and goes on where it was', async () => {
    await unlock(page, PASSPHRASE)
    const intake = intakePage(page)
    await intake.isAt('表格')
    await expect(textBox(intake.main, '经营场所面积')).toHaveValue('48')
  })
}

async function addPapers({ stage, agent }: World): Promise<void> {
  await stage.step(agent, 'takes pages of the papers, several for one', async () => {
    const intake = intakePage(agent.page())
    await intake.next()
    await intake.addPages(FORM_PAPER, [sample('application-form.jpg'), sample('lease-300k.jpg')])
    await expect(intake.pagesOf(FORM_PAPER)).toHaveCount(2)
    await intake.addPages(LAYOUT_PAPER, [sample('floor-plan.jpg')])
    await expect(intake.pagesOf(LAYOUT_PAPER)).toHaveCount(1)
    await chooseOne(intake.material('从业人员健康证明'), '这份材料', '以后补交')
  })
}

async function closeTabAndResume({ stage, agent }: World): Promise<void> {
  await stage.step(
    agent,
    'loses the tab, and goes on at the same step with everything there',
    async () => {
      const page = await agent.reopenTab(AGENT_PATH)
      await unlock(page, PASSPHRASE)
      const home = agentHome(page)
      await expect(home.unfinished).toContainText(`${APPLICANT.name} · 停在“材料”`)
      await lineWith(home.unfinished, ITEM).click()
      const intake = intakePage(page)
      await intake.isAt('材料')
      await expect(intake.pagesOf(FORM_PAPER)).toHaveCount(2)
      await expect(intake.pagesOf(LAYOUT_PAPER)).toHaveCount(1)
      await expect(intake.smallPicturesOf(FORM_PAPER)).toHaveCount(2)
    },
    async () => {
      const { main, goTo, party } = intakePage(agent.page())
      await goTo('表格')
      await expect(textBox(main, '字号或单位名称')).toHaveValue(APPLICANT.shop)
      await goTo('申请人')
      await expect(textBox(party('申请人'), '证件号码')).toHaveValue(APPLICANT.idNumber)
    },
  )
  await stage.step(agent, 'adds the last paper', async () => {
    const intake = intakePage(agent.page())
    await intake.goTo('材料')
    await intake.addPages(RULES_PAPER, [sample('lease-signatures.jpg')])
    await expect(intake.pagesOf(RULES_PAPER)).toHaveCount(1)
  })
}

async function agreeAndSign({ stage, agent }: World): Promise<void> {
  const intake = intakePage(agent.page())
  await stage.step(agent, 'chooses delivery by courier, to the address already given', async () => {
    await intake.next()
    await chooseDelivery(agent.page(), '快递送达')
    await expect(textBox(intake.main, '收件人')).toHaveValue(APPLICANT.name)
    await expect(textBox(intake.main, '详细地址')).toHaveValue(APPLICANT.address)
  })
  await stage.step(agent, 'shows the notice and lets the applicant sign on glass', async () => {
    await expect(intake.main.getByRole('heading', { name: '收件前告知书（样例）' })).toBeVisible()
    await expect(intake.main.getByText('收件不等于受理', { exact: false })).toBeVisible()
    await intake.sign()
  })
}

async function handIn({ stage, agent }: World): Promise<Receipt> {
  const page = agent.page()
  const intake = intakePage(page)
  await stage.step(agent, 'looks once more before the applicant leaves: nothing is missing', async () => {
    await intake.toCheck()
    await expect(intake.main.getByText('都齐了，可以提交。')).toBeVisible()
  })
  const receipt = await stage.step(agent, 'hands in and gives a receipt with number and query code', async () => {
    await intake.handIn()
    const given = await readReceipt(page)
    await expect(agentHome(page).pill).toHaveAccessibleName(/^离线 · 1 件 5 张待传/)
    return given
  })
  await findAgain({ stage, agent })
  await stage.step(agent, 'sees in pill and queue exactly what is only on this tablet', async () => {
    const waiting = await readWaiting(page)
    expect(waiting).toMatchObject({ operations: 1, scans: 5 })
    const home = agentHome(page)
    await expect(home.pill).toHaveAccessibleName(/^离线 · 1 件 5 张待传/)
    await home.pill.click()
    const queue = agentQueue(page)
    await expect(queue.linesOf(ITEM)).toHaveCount(6)
    await expect(queue.status).toContainText(/^连不上服务器，(\d\d:\d\d再试，也会在)?恢复后自动上传。/)
  })
  return receipt
}

/** Somebody comes back with a question and without the receipt. */
async function findAgain({ stage, agent }: Pick<World, 'stage' | 'agent'>): Promise<void> {
  const page = agent.page()
  const home = agentHome(page)
  await stage.step(agent, 'finds the case again by the initials of the name', async () => {
    await home.goHome()
    await home.find('lj')
    await expect(home.found.getByRole('listitem')).toHaveCount(1)
    await expect(home.found).toContainText(`${APPLICANT.name}${ITEM}`)
  })
  await stage.step(agent, 'says it is not there only after looking everywhere, and what else to try', async () => {
    await home.find('9999')
    await expect(page.getByText('没有找到“9999”')).toBeVisible()
  })
  await stage.step(agent, 'turns the tablet upright, and finds it by the end of the phone number', async () => {
    await page.setViewportSize({ width: 768, height: 1024 })
    await home.find(APPLICANT.phoneTail)
    await expect(home.found).toContainText(`手机号 138****${APPLICANT.phoneTail}`)
  })
  await stage.step(
    agent,
    'opens it by keyboard; nothing that was typed is in the address',
    async () => {
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/agent\/cases\/[0-9a-f-]{36}$/)
    },
    () => page.setViewportSize({ width: 1024, height: 768 }),
  )
}
