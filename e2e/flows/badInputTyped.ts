import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from '../house/expect'
import { sample } from '../house/samples'
import { agentHome, lineWith } from '../pages/agentHome'
import { textBox } from '../pages/fields'
import { intakePage } from '../pages/intake'
import type { BadInput, Given } from './badInputRow'
import { APPLICANT } from './people'
import { FORM_PAPER } from './takeInOffline'

const MEGABYTE = 1024 * 1024

/** What a person can type or pick that cannot be right. */
export const typedRows: readonly BadInput[] = [
  {
    title: 'wrong id checksum',
    sentence: '最后一位校验不符，多半有一位抄错了。请对照证件逐位核对。',
    act: ({ page }) => typeId(page, APPLICANT.mistypedIdNumber),
  },
  {
    title: 'impossible birth date',
    sentence: '第 7 到 14 位不是可能的出生日期，请对照证件核对。',
    act: ({ page }) => typeId(page, '430199199902300021'),
    undo: async ({ page, openDraft }) => {
      await openDraft()
      await typeId(page, APPLICANT.idNumber)
      await expect(intakePage(page).party('申请人')).toContainText('号码校验通过')
    },
  },
  {
    title: 'missing required field',
    sentence: /从业人数\s*还没有填。请补上。/,
    act: ({ page }) => checkAndShow(page, '从业人数'),
  },
  {
    title: 'missing required material',
    sentence: /材料“食品经营许可申请书”\s*还没有交。请拍照或者选文件。/,
    act: ({ page }) => checkAndShow(page, `材料“${FORM_PAPER}”`),
  },
  {
    title: 'expired item',
    sentence: '“老年优待证办理”不能再收件',
    act: async ({ page }) => {
      const home = agentHome(page)
      await home.goHome()
      await home.search('老年证')
      await lineWith(home.offers, '老年优待证办理').click()
    },
  },
  pickedFile('corrupt image', 'truncated.jpg', '“truncated.jpg”打不开，文件可能损坏或者没有传完整。'),
  pickedFile('0-byte image', '0-byte.jpg', '“0-byte.jpg”是空文件，里面什么也没有。'),
  pickedFile('renamed file', 'renamed-text.jpg', '“renamed-text.jpg”不是图片也不是 PDF（只看扩展名不算）。'),
  {
    title: 'file over 20 MB',
    sentence: '“huge.pdf”太大，超过 20 MB。请分成几份，或者拍照上传。',
    act: async (given) => pick(given, await makeHugePdf(given.world.house.folder)),
  },
  {
    title: '10,000 characters',
    sentence: '最多 60 字，现在 10,000 字。请删减，已输入的不会丢。',
    act: async ({ page, openDraft }) => {
      const shop = textBox(intakePage(page).main, '字号或单位名称')
      const typed = '长'.repeat(10_000)
      await intakePage(page).goTo('表格')
      await shop.fill(typed)
      await expect(intakePage(page).saved).toBeVisible()
      await openDraft()
      await expect(shop).toHaveValue(typed)
    },
    undo: async ({ page, openDraft }) => {
      await openDraft()
      await textBox(intakePage(page).main, '字号或单位名称').fill(APPLICANT.shop)
    },
  },
]

/** Scrolls to the line of what is missing. */
async function checkAndShow(page: Page, label: string): Promise<void> {
  const { goTo, main } = intakePage(page)
  await goTo('走前检查')
  const line = lineWith(main, label)
  await line.evaluate((element) => element.scrollIntoView({ block: 'center' }))
}

async function typeId(page: Page, number: string): Promise<void> {
  await intakePage(page).goTo('申请人')
  await textBox(intakePage(page).party('申请人'), '证件号码').fill(number)
}

function pickedFile(title: string, file: string, sentence: string): BadInput {
  return { title, sentence, act: (given) => pick(given, sample(join('bad', file))) }
}

async function pick({ page }: Given, path: string): Promise<void> {
  await intakePage(page).goTo('材料')
  await intakePage(page).addPages(FORM_PAPER, [path])
}

/** A whole PDF as far as anyone looks before its size. */
async function makeHugePdf(folder: string): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'picked-')), 'huge.pdf')
  const pdf = Buffer.alloc(21 * MEGABYTE, ' ')
  pdf.write('%PDF-1.7\n', 0)
  pdf.write('\nstartxref\n9\n%%EOF\n', pdf.length - 19)
  await writeFile(path, pdf)
  return path
}
