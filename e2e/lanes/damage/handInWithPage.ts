import type { Page } from '@playwright/test'
import { expect } from '../../house/expect'
import { intakePage, readReceipt } from '../../pages/intake'
import { beginCase, prepareHandIn, pressHandIn } from '../laneTablet'
import { makePdf } from '../samplePdf'

const PAPER = '食品经营许可申请书'
/** By turns: one that Chromium keeps in a file of its own, and one that it keeps in LevelDB. */
const PAGE_BYTES = [200_000, 5_000]

/** From the search to the receipt, with a page. Answers the number on the receipt. */
export async function handInWithPage(page: Page, nth: number): Promise<string> {
  const intake = intakePage(page)
  await beginCase(page)
  await intake.goTo('材料')
  const pdf = makePdf('a page', { weightBytes: PAGE_BYTES[nth % PAGE_BYTES.length] ?? 0 })
  const file = { name: pdf.name, mimeType: 'application/pdf', buffer: pdf.bytes }
  await intake.material(PAPER).getByLabel('选择文件').setInputFiles([file])
  await expect(intake.pagesOf(PAPER)).toHaveCount(1)
  await prepareHandIn(page)
  await pressHandIn(page)
  return (await readReceipt(page)).number
}
