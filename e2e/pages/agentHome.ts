import type { Locator, Page } from '@playwright/test'
import { expect } from '../house/expect'
import { button } from './fields'

/** 今天要办的 */
export type AgentHome = {
  readonly isOpen: () => Promise<void>
  readonly search: (words: string) => Promise<void>
  readonly offers: Locator
  /** 找办件 */
  readonly find: (words: string) => Promise<void>
  readonly found: Locator
  readonly toDo: Locator
  readonly unfinished: Locator
  readonly recent: Locator
  readonly alert: Locator
  /** The sync pill: what is only on this tablet. */
  readonly pill: Locator
  readonly goHome: () => Promise<void>
}

export function agentHome(page: Page): AgentHome {
  const main = page.getByRole('main')
  const section = (name: string): Locator => main.getByRole('region', { name })
  const pill = page.getByRole('banner').getByRole('button', { name: '打开上传队列' })
  const isOpen = (): Promise<void> => expect(main.getByRole('heading', { name: '今天要办的' })).toBeVisible()
  return {
    isOpen,
    search: (words) => main.getByRole('searchbox', { name: '要办什么事' }).fill(words),
    find: (words) => main.getByRole('searchbox', { name: '找办件' }).fill(words),
    found: main.getByRole('list', { name: '找到的办件' }),
    offers: section('新申请').getByRole('list', { name: '可以办的事' }),
    toDo: section('需要您处理'),
    unfinished: section('没办完的申请'),
    recent: section('本站最近的办件'),
    alert: main.getByRole('alert'),
    pill,
    goHome: async () => {
      // At the door the link leads nowhere, and a passphrase takes its time.
      await expect(pill).toBeVisible()
      await page.getByRole('banner').getByRole('link', { name: '最多跑一次' }).click()
      await isOpen()
    },
  }
}

/** A line of a list that is pressed as a whole. */
export const lineWith = (list: Locator, words: string): Locator =>
  list.getByRole('button').filter({ hasText: words }).first()

/** 上传队列 */
export function agentQueue(page: Page) {
  const main = page.getByRole('main')
  return {
    isOpen: () => expect(main.getByRole('heading', { name: '上传队列' })).toBeVisible(),
    changePassphrase: () => button(main, '修改本机口令').click(),
    toRescue: () => button(main, '抢救包').click(),
    status: main.getByRole('status'),
    cases: main.getByRole('article'),
    linesOf: (title: string) => main.getByRole('article', { name: title }).getByRole('listitem'),
    isEmpty: () => expect(main.getByText('全部送达，本机没有未上传的内容。')).toBeVisible(),
    syncNow: () => button(main, '现在同步').click(),
  }
}
