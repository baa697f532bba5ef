import { readFile } from 'node:fs/promises'
import { expect } from '../house/expect'
import { readPdfText } from '../house/pdfText'
import type { World } from '../house/world'
import { reviewPage } from '../pages/desk'
import { APPLICANT } from './people'

/** From acceptance to a document in hand. Answers the number that the document bears. */
export async function decide({ stage, marketReviewer }: World): Promise<string> {
  const page = marketReviewer.page()
  const review = reviewPage(page)
  await stage.step(marketReviewer, 'accepts', async () => {
    await review.decide('受理')
    await expect(review.act('准予')).toBeVisible()
  })
  await stage.step(marketReviewer, 'approves', async () => {
    await review.decide('准予')
    await expect(review.act('出证')).toBeVisible()
  })
  const number = await stage.step(marketReviewer, 'issues the licence', async () => {
    const issued = await review.issue()
    await expect(review.section('文书').getByText('结果证照').first()).toBeVisible()
    return issued
  })
  await stage.step(marketReviewer, 'downloads it: a PDF with name and number', async () => {
    // Together: a press that fails must not leave the other wait to fail on its own, where nobody catches it.
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 30_000 }),
      review.download('结果证照').click({ timeout: 30_000 }),
    ])
    const bytes = await readFile(await download.path())
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    const text = await readPdfText(bytes)
    expect(text).toContain(number)
    expect(text).toContain(APPLICANT.name)
  })
  return number
}
