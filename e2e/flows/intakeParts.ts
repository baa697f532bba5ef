import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { sample } from '../house/samples'
import { agentHome, lineWith } from '../pages/agentHome'
import { chooseOne, select, textBox, tick } from '../pages/fields'
import { intakePage, readReceipt, type Receipt } from '../pages/intake'
import { APPLICANT } from './people'

/** What flows share of taking in: each leaves the application at the step that it filled. */
export async function begin(
  page: Page,
  { search, title }: { readonly search: string; readonly title: string },
): Promise<void> {
  const home = agentHome(page)
  await home.goHome()
  await home.search(search)
  await lineWith(home.offers, title).click()
  await expect(intakePage(page).title).toHaveText(title)
}

export const asWindow = (page: Page): Promise<void> => chooseOne(intakePage(page).main, '以什么身份收件', '受理窗口')

export async function fillApplicant(page: Page, name: string = APPLICANT.name): Promise<void> {
  const applicant = intakePage(page).party('申请人')
  await textBox(applicant, '姓名').fill(name)
  await textBox(applicant, '证件号码').fill(APPLICANT.idNumber)
  await textBox(applicant, '手机号').fill(APPLICANT.mobile)
  await textBox(applicant, '住址').fill(APPLICANT.address)
  await select(applicant, '怎么核对的身份', '当面看过证件，不留存影像')
}

/** 食品经营许可, without the questions that the theme asks before. */
export async function fillFoodForm(page: Page): Promise<void> {
  const { main } = intakePage(page)
  await textBox(main, '字号或单位名称').fill(APPLICANT.shop)
  await textBox(main, '经营者（负责人）姓名').fill(APPLICANT.name)
  await textBox(main, '从业人数').fill('4')
  await textBox(main, '经营场所地址').fill(APPLICANT.premises)
  await chooseOne(main, '主体业态', '餐饮服务经营者')
  await textBox(main, '食品安全管理员姓名').fill('样例甲')
  await chooseOne(main, '是否通过网络经营', '否')
}

export const tickHotFood = (page: Page, question: string): Promise<void> =>
  tick(intakePage(page).main, question, ['热食类制售'])

/** One page for everything that must be there. */
export async function addRequiredPapers(page: Page): Promise<void> {
  const { main } = intakePage(page)
  const required = main.getByRole('article').filter({ hasText: '必交' })
  const names = await required.getByRole('heading', { level: 3 }).allTextContents()
  for (const name of names) {
    await intakePage(page).addPages(name, [sample('lease-signatures.jpg')])
    await expect(intakePage(page).pagesOf(name)).toHaveCount(1)
  }
}

export async function chooseDelivery(page: Page, mode: '快递送达' | '到本站领取'): Promise<void> {
  const { main } = intakePage(page)
  await chooseOne(main, '结果怎么给申请人', mode)
  await chooseOne(main, '以后查进度时核对哪一项', '手机号后四位')
}

export async function handIn(page: Page): Promise<Receipt> {
  const intake = intakePage(page)
  await intake.toCheck()
  await expect(intake.main.getByText('都齐了，可以提交。')).toBeVisible()
  await intake.handIn()
  return readReceipt(page)
}

type Short = {
  readonly search: string
  readonly title: string
  readonly name?: string
  /** What the form is told, by label; nothing else of it is filled in. */
  readonly answers?: Readonly<Record<string, string>>
  /** One page, of the first paper that must be there. */
  readonly page?: string
}

/** The shortest application there is: the applicant insists, the department decides. */
export async function handInWithGaps(page: Page, { name, answers = {}, page: scan, ...item }: Short): Promise<Receipt> {
  const intake = intakePage(page)
  await begin(page, item)
  await asWindow(page)
  await intake.goTo('申请人')
  await fillApplicant(page, name)
  if (Object.keys(answers).length > 0) await intake.goTo('表格')
  for (const [label, answer] of Object.entries(answers)) await textBox(intake.main, label).fill(answer)
  if (scan) await addOnePage(page, scan)
  await intake.goTo('送达与签名')
  await chooseDelivery(page, '到本站领取')
  await intake.sign()
  await intake.toCheck()
  await intake.handIn('坚持提交')
  await intake.insist()
  return readReceipt(page)
}

async function addOnePage(page: Page, scan: string): Promise<void> {
  const intake = intakePage(page)
  await intake.goTo('材料')
  const required = intake.main.getByRole('article').filter({ hasText: '必交' })
  const name = await required.first().getByRole('heading', { level: 3 }).innerText()
  await intake.addPages(name, [sample(scan)])
  await expect(intake.pagesOf(name)).toHaveCount(1)
}
