import type { Locator, Page } from '@playwright/test'
import { expect } from '../house/expect'
import { button, select, textBox } from './fields'

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

/** 平板: the administrator's list. */
export function devicesPage(page: Page) {
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  return {
    isOpen: () => expect(main.getByRole('heading', { name: '平板', level: 1 })).toBeVisible(),
    rows: main.getByRole('table', { name: '平板列表' }).getByRole('row'),
    codes: main.getByRole('region', { name: '还没用的登记码' }).getByRole('listitem'),
    /** Makes a code for a station and reads it off, as it is shown this once. */
    mint: async (station: string): Promise<string> => {
      await button(main, '生成登记码').click()
      await select(dialog, '服务点', station)
      await button(dialog, '生成').click()
      return (await dialog.getByText(/^[0-9A-Y]{4}-[0-9A-Y]{4}-[0-9A-Y]{4}$/).textContent()) ?? ''
    },
    putAway: async () => {
      await button(dialog, '已记下，关闭').click()
      await expect(dialog).toBeHidden()
    },
    beginRevoking: async (device: string, reason: string) => {
      await button(main, `停用${device}`).click()
      await textBox(dialog, '停用理由').fill(reason)
    },
    revoke: async () => {
      await button(dialog, '停用').click()
      await expect(dialog).toBeHidden()
    },
  }
}

/** What stands above the administrator's list while agents wait to be let back in. */
export function recoveriesPart(page: Page) {
  const part = page.getByRole('main').getByRole('region', { name: '等待放行的找回口令申请' })
  const dialog = page.getByRole('dialog')
  return {
    requests: part.getByRole('listitem'),
    beginVouching: async (name: string, proof: string) => {
      await button(part, `初核${name}的申请`).click()
      await textBox(dialog, '怎样核实了身份').fill(proof)
    },
    vouch: async () => {
      await button(dialog, '初核').click()
      await expect(dialog).toBeHidden()
    },
    beginLettingIn: async (name: string, proof: string) => {
      await button(part, `复核放行${name}的申请`).click()
      await textBox(dialog, '怎样核实了身份').fill(proof)
    },
    letIn: async () => {
      await button(dialog, '复核放行').click()
      await expect(dialog).toBeHidden()
    },
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
