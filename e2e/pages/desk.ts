import type { Locator, Page } from '@playwright/test'
import { expect } from '../house/expect'
import { button, textBox } from './fields'

/** 收件箱 */
export function inboxPage(page: Page) {
  const inbox = page.getByRole('navigation', { name: '收件箱' })
  return {
    inbox,
    isOpen: () => expect(inbox.getByRole('heading', { name: '收件箱' })).toBeVisible(),
    rows: inbox.getByRole('list', { name: '办件' }).getByRole('link'),
    row: (words: string): Locator => inbox.getByRole('link').filter({ hasText: words }).first(),
    showClosed: () => button(inbox, '已办结').first().click(),
    showOpen: () => button(inbox, '待办').click(),
  }
}

/** 办件详情: the scans, the words, and what may be done. */
export function reviewPage(page: Page) {
  const review = page.getByRole('region', { name: '办件详情' })
  const dialog = page.getByRole('dialog')
  const act = (name: string): Locator =>
    review.getByRole('group', { name: '办理' }).getByRole('button', { name, exact: true })
  return {
    review,
    section: (name: string): Locator => review.getByRole('region', { name, exact: true }),
    heading: review.getByRole('heading', { level: 2 }).first(),
    pages: review.getByRole('list', { name: '全部页' }).getByRole('button'),
    act,
    /** Presses an act and says yes to the question before it. */
    decide: async (name: string) => {
      await act(name).click()
      await button(dialog, name).click()
      await expect(dialog).toBeHidden()
    },
    point: (name: string) => button(review, `指出问题：${name}`).click(),
    writePoint: (name: string, words: string) =>
      review
        .getByRole('region', { name: '补正告知' })
        .getByRole('textbox', { name: new RegExp(`${name}$`) })
        .fill(words),
    sendCorrection: async (count: number) => {
      await button(review, `发出告知（${count} 处）`).click()
      await button(dialog, `发出告知（${count} 处）`).click()
      await expect(dialog).toBeHidden()
    },
    refuse: async ({ reason, whereToGo }: { readonly reason: string; readonly whereToGo: string }) => {
      await act('不予受理').click()
      await textBox(dialog, '理由').fill(reason)
      await textBox(dialog, '请到何处办理').fill(whereToGo)
      await button(dialog, '不予受理').click()
      await expect(dialog).toBeHidden()
    },
    issue: async (): Promise<string> => {
      await act('出证').click()
      const number = await textBox(dialog, '编号').inputValue()
      await button(dialog, '出证').click()
      await expect(dialog).toBeHidden()
      return number
    },
    download: (name: string) => review.getByRole('link', { name: `下载${name}` }),
  }
}

/** 寄送: the dispatcher's list. */
export function dispatchesPage(page: Page) {
  const main = page.getByRole('main')
  return {
    isOpen: () => expect(main.getByRole('heading', { name: '寄送', level: 1 })).toBeVisible(),
    rows: main.getByRole('list', { name: '寄送列表' }).getByRole('button'),
    detail: main.getByRole('region', { name: '寄送详情' }),
  }
}
