import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { button, chooseOne, textBox } from './fields'

/** 查办件进度 */
export function trackPage(page: Page) {
  const main = page.getByRole('main')
  return {
    main,
    lookUp: async ({ queryCode, phoneTail }: { readonly queryCode: string; readonly phoneTail: string }) => {
      await expect(main.getByRole('heading', { name: '查办件进度' })).toBeVisible()
      await textBox(main, '查询码').fill(queryCode)
      await chooseOne(main, '再核对一项', '手机号后四位')
      await textBox(main, '手机号后四位').fill(phoneTail)
      await button(main, '查进度').click()
    },
    alert: main.getByRole('alert'),
    found: () => expect(main.getByRole('heading', { name: '办件进度' })).toBeVisible(),
    steps: main.getByRole('region', { name: '经过' }).getByRole('listitem'),
    parcel: main.getByRole('region', { name: '快递' }),
    task: (name: string) => main.getByRole('article').filter({ hasText: name }),
    another: () => button(main, '查另一件').click(),
  }
}
