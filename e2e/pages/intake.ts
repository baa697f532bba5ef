import type { Locator, Page } from '@playwright/test'
import { expect } from '../house/expect'
import { button } from './fields'

export type Receipt = { readonly number: string; readonly queryCode: string; readonly caseId: string }

/** The steps of an application on the tablet, from the item to the receipt. */
export function intakePage(page: Page) {
  const main = page.getByRole('main')
  const material = (name: string): Locator => main.getByRole('article', { name, exact: true })
  return {
    main,
    title: main.getByRole('heading', { level: 1 }),
    isAt: (step: string) => expect(main.getByRole('heading', { level: 2, name: step, exact: true })).toBeVisible(),
    saved: main.getByText(/^已保存在本机/),
    next: () => button(main, '下一步').click(),
    toCheck: () => button(main, '去检查').click(),
    goTo: (step: string) =>
      main.getByRole('navigation', { name: '收件步骤' }).getByRole('button', { name: step }).click(),
    party: (role: string) => main.getByRole('region', { name: role, exact: true }),
    material,
    addPages: async (name: string, paths: readonly string[]) => {
      await material(name)
        .getByLabel('选择文件')
        .setInputFiles([...paths])
    },
    pagesOf: (name: string) =>
      material(name)
        .getByRole('list', { name: `“${name}”的页` })
        .getByRole('listitem'),
    /** Of the pages that are drawn; decoration beside the name of the page, so it has no role. */
    smallPicturesOf: (name: string) => material(name).locator('canvas'),
    sign: () => sign(page),
    handIn: (how: '提交' | '坚持提交' | '交回补正' | '重新提交' = '提交') => button(main, how).click(),
    insist: () => button(page.getByRole('dialog'), '申请人坚持提交').click(),
  }
}

/** One stroke with the mouse, up and down as a finger would. */
async function sign(page: Page): Promise<void> {
  const pad = page.getByRole('img', { name: '请在框内签名' })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('the pad for the signature is not on the screen')
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y]
  await page.mouse.move(...at(0.2, 0.3))
  await page.mouse.down()
  for (const [x, y] of [
    [0.35, 0.7],
    [0.45, 0.3],
    [0.6, 0.7],
    [0.8, 0.4],
  ] as const) {
    await page.mouse.move(...at(x, y), { steps: 6 })
  }
  await page.mouse.up()
  await expect(page.getByText(/^已签名，/)).toBeVisible()
}

/** 收件凭证 */
export async function readReceipt(page: Page): Promise<Receipt> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: '收件凭证', level: 1 })).toBeVisible()
  const sheet = main.getByRole('article')
  const codes = await sheet.innerText()
  const queryCode = /^([0-9A-Z]{4}[ -][0-9A-Z]{4}[ -][0-9A-Z]{4})$/m.exec(codes)?.[1]
  const number = /收件编号\s+(\S.*\S)/.exec(codes)?.[1]
  const caseId = /intake\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  if (!queryCode || !number || !caseId) throw new Error(`no number and code on the receipt:\n${codes}`)
  await expect(sheet.getByRole('img', { name: '查询办件进度的二维码' })).toBeVisible()
  return { number, queryCode, caseId }
}
